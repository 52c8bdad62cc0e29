using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// How right verdicts are about arms that were really trained (<see cref="StoredLogs"/>): test parts are redrawn, with replacement, from the stored one, which
/// with the mean over seeds stands for the truth.
/// </summary>
internal static class ReplayStudy
{
    private const double Margin = 0.01;
    private const int Enough = 50;

    // What `classical` chooses is one of its two learners, which are arms of their own here.
    private const string Chooser = "classical";

    private static readonly int[] TrainSizes = [64, 256, 1024];
    private static readonly int[] SeedCounts = [1, 3];
    private static readonly int[] TestSizes = [50, 100, 200];

    private static readonly Bar A = Bar.AtLeast(0.95);
    private static readonly Bar Holds = Bar.AtLeast(0.9);

    /// <summary>Writes the tables.</summary>
    public static void Run(StudyDocument document, int runs)
    {
        var sets = StoredLogs.ReadAll();
        document.Section("Replay of stored logs");
        document.Paragraph(
            "Arms as they were trained by `dotnet run -c Release --project bench/Fulcrum.Bench -- logs`; logs hold which rows each had right. "
            + $"{runs:N0} redraws each, at one of three sizes of training, of rows of test with replacement, whole groups for mailprotect; "
            + "truth is the whole test part and the mean over seeds. Arms that are random enter with one seed or with three, drawn anew. "
            + "Another seed: the accuracy on the whole test part of a seed that the verdict did not see, where there is one; "
            + "of an arm that is not random its only one.");
        Decisions(document, sets, runs);
        Alone(document, sets, runs);
        Spread(document, sets);
    }

    private static void Decisions(StudyDocument document, IReadOnlyList<StoredLogs> sets, int runs)
    {
        document.Head(
            "set", "rows of test", "seeds", $"A right {A}", "B right", "A or B", "right or undecided", "> 5 points worse",
            $"figure's interval holds another seed {Holds}");
        var total = new List<Outcome>();
        foreach (var set in sets)
        {
            foreach (var rows in TestSizes)
            {
                foreach (var seeds in SeedCounts)
                {
                    var ladders = Ladders(set);
                    var outcomes = Simulation.Run(runs, random => One(set, ladders[random.Next(ladders.Length)], rows, seeds, random));
                    total.AddRange(outcomes);
                    Write(set.Set, $"{rows}", $"{seeds}", outcomes);
                }
            }
        }

        if (total.Count > 0) Write("all", "", "", total);
        document.Line();

        void Write(string set, string rows, string seeds, IReadOnlyList<Outcome> outcomes) => document.Row(
            set,
            rows,
            seeds,
            document.Share([.. outcomes.Where(o => o.Verdict.Grade == Grade.A)], o => o.Regret <= Margin, A, Enough, showCount: true),
            document.Share([.. outcomes.Where(o => o.Verdict.Grade == Grade.B)], o => o.Regret <= Margin, null, showCount: true),
            document.Share(outcomes, o => o.Verdict.Grade <= Grade.B, null),
            document.Share(outcomes, o => o.Verdict.Kind == VerdictKind.NotDecided || o.Regret <= Margin, null),
            document.Share(outcomes, o => o.Verdict.Kind != VerdictKind.NotDecided && o.Regret > 0.05, null),
            document.Share(outcomes, o => o.Covered, Holds));
    }

    /// <summary>A random arm alone: it is seldom the one that is recommended, and its interval is what seeds widen.</summary>
    private static void Alone(StudyDocument document, IReadOnlyList<StoredLogs> sets, int runs)
    {
        document.Paragraph(
            "A random arm alone, at all sizes of training together: how often the interval of its figure holds another seed's. "
            + "A dash: there is no seed more than that.");
        document.Head("set", "arm", "rows of test", $"one seed {Holds}", $"three seeds {Holds}");
        foreach (var set in sets)
        {
            foreach (var sizes in Ladders(set).SelectMany(arms => arms).Where(arm => arm.Length > 1).GroupBy(arm => arm[0].Arm).Select(arm => arm.ToArray()))
            {
                foreach (var rows in TestSizes)
                {
                    document.Row([set.Set, sizes[0][0].Arm, $"{rows}", .. SeedCounts.Select(seeds => Held(seeds, rows))]);
                }

                // One seed more than the verdict sees.
                string Held(int seeds, int rows)
                {
                    StoredTrial[][] arms = [.. sizes.Where(arm => arm.Length > seeds)];
                    return arms.Length == 0 ? "–" : document.Share(
                        Simulation.Run(runs, random => One(set, [arms[random.Next(arms.Length)]], rows, seeds, random)), o => o.Covered, Holds);
                }
            }
        }

        document.Line();
    }

    private static void Spread(StudyDocument document, IReadOnlyList<StoredLogs> sets)
    {
        document.Paragraph(
            "How far seeds lie apart: the standard deviation in points of accuracy on the whole test part, and what is left of it when "
            + "what the rows on which seeds differ make of it is taken off.");
        document.Head("set", "arm", "rows of train", "seeds", "accuracy", "lowest to highest", "deviation", "beyond the rows", "of the errors");
        var shares = new List<double>();
        foreach (var set in sets)
        {
            var tests = set.TestRows;
            foreach (var arm in Ladders(set).SelectMany(arms => arms).Where(arm => arm.Length > 1))
            {
                double[] means = [.. arm.Select(set.Accuracy)];
                var mean = means.Average();
                var between = means.Sum(value => (value - mean) * (value - mean)) / (means.Length - 1);
                var within = Enumerable.Range(0, tests).Sum(row =>
                {
                    var share = arm.Average(seed => seed.IsRight(row) ? 1.0 : 0);
                    return share * (1 - share) * arm.Length / (arm.Length - 1);
                }) / tests / tests;
                var beyond = Math.Sqrt(Math.Max(0, between - within));
                shares.Add(beyond / (1 - mean));
                document.Row(
                    set.Set, arm[0].Arm, $"{arm[0].Rows}", $"{arm.Length}", document.Figure(mean), $"{document.Figure(means.Min())} to {document.Figure(means.Max())}",
                    document.Figure(100 * Math.Sqrt(between), format: "0.00"), document.Figure(100 * beyond, format: "0.00"), document.Figure(shares[^1], format: "0.00"));
            }
        }

        document.Line();
        if (shares.Count > 0)
            document.Paragraph($"Half of the arms lie below {document.Figure(shares.Order().ElementAt(shares.Count / 2), format: "0.00")} of their errors.");
    }

    /// <summary>Arm by arm its seeds, at each size of training at which there are several arms.</summary>
    private static StoredTrial[][][] Ladders(StoredLogs set) =>
    [
        .. from size in TrainSizes.Select(size => Math.Min(size, set.TrainRows)).Distinct()
           let arms = set.Trials.Where(trial => trial.Rows == size && trial.Arm != Chooser).GroupBy(trial => trial.Arm).Select(arm => arm.ToArray()).ToArray()
           where arms.Length > 1
           select arms,
    ];

    private static Outcome One(StoredLogs set, StoredTrial[][] arms, int rows, int seeds, Random random)
    {
        var (test, picked) = set.Redraw(rows, random);
        var shuffled = arms.Select(arm => Shuffled(arm, random)).ToArray();
        MadeUpArm[] made =
        [
            .. shuffled.Select(arm => new MadeUpArm(arm[0].Arm, Scores(arm[0]), 1000 * arm[0].SecondsPerRow)
            {
                IsRandom = arm[0].Arm is "scratch" or "lora",
                OtherSeeds = [.. arm.Skip(1).Take(Math.Min(seeds, arm.Length) - 1).Select(Scores)],
            }),
        ];
        var verdict = MadeUpRun.Decide(test, made);
        var truth = arms.ToDictionary(arm => arm[0].Arm, arm => arm.Average(set.Accuracy));
        var chosen = shuffled.Single(arm => arm[0].Arm == verdict.RecommendedTrial);
        var another = set.Accuracy(chosen[^1]);
        return new Outcome(verdict, truth.Values.Max() - truth[chosen[0].Arm], verdict.Figure is { } figure && figure.Low <= another && another <= figure.High);

        double[] Scores(StoredTrial trial) => [.. picked.Select(row => trial.IsRight(row) ? 1.0 : 0)];
    }

    private static StoredTrial[] Shuffled(StoredTrial[] seeds, Random random)
    {
        StoredTrial[] copy = [.. seeds];
        random.Shuffle(copy);
        return copy;
    }

    /// <param name="Verdict">What was said.</param>
    /// <param name="Regret">What the recommended arm, or the leader, loses to the best.</param>
    /// <param name="Covered">Whether the interval of its figure holds another seed's accuracy.</param>
    private sealed record Outcome(Verdict Verdict, double Regret, bool Covered);
}
