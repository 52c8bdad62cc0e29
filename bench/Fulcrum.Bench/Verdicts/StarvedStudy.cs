using System.Globalization;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Bench.Verdicts;

/// <summary>Whether arms whose budget ended early mislead: those with few answers, and those with a part of their training.</summary>
internal static class StarvedStudy
{
    private const double Bad = 0.05;

    // README's example: of its eight arms lora, full and scratch are trained by gradients.
    private static readonly int[] Answered = [660, 660, 128, 48, 8, 176, 184, 660];
    private static readonly bool[] IsTrained = [false, false, false, false, false, true, true, true];

    private static readonly Bar Worse = Bar.AtMost(0.03);
    private static readonly Bar None = Bar.AtMost(0);

    /// <summary>What an arm that got a share of its training loses to one that got all of it.</summary>
    private static readonly (string Name, Func<double, double> Loss)[] Curves =
    [
        ("fast: .25·e^(−s/.06)", share => 0.25 * Math.Exp(-share / 0.06)),
        ("medium: .25·e^(−s/.12)", share => 0.25 * Math.Exp(-share / 0.12)),
        ("slow: .25·(1 − s)²", share => 0.25 * (1 - share) * (1 - share)),
    ];

    /// <summary>Writes the table.</summary>
    public static void Run(StudyDocument document, int runs)
    {
        document.Section("Starved arms");
        document.Paragraph(
            $"README's example, {runs:N0} draws each: rungs answer {string.Join(", ", Answered)} of 660 rows, drawn at random; "
            + "the last three got a share s of their training, from .01 to 1, each as likely on a log scale, and answer as that left them. "
            + "Truth is what all of the training would give. Five points worse: than the best arm that was judged. A claim is a recommendation, "
            + "a leader, a runner-up, a comparison or a dominance that names an arm that was not judged. "
            + "Where an arm still loses much after a fifth of its training (slow), a judged arm is worse than it will be, and the verdict "
            + "says of how much of its training it speaks: no bar.");
        document.Head("rows", "learning", $"> 5 points worse {Worse}", "right or undecided", "decided", "arms not judged, mean", $"claims about them {None}");
        foreach (var rows in new[] { Rows.Alone(660), Rows.InGroupsOf(22, 30) })
        {
            foreach (var (name, loss) in Curves)
            {
                var outcomes = Simulation.Run(runs, random => One(rows, loss, random));
                document.Row(
                    rows.Name,
                    name,
                    document.Share(outcomes, o => o.IsDecided && o.Regret > Bad, loss(Judging.LeastTraining) < Bad ? Worse : null),
                    document.Share(outcomes, o => !o.IsDecided || o.Regret <= 0.01, null),
                    document.Share(outcomes, o => o.IsDecided, null),
                    document.Figure(outcomes.Average(o => o.NotJudged), format: "0.0"),
                    document.Share(outcomes, o => o.HasClaim, None));
            }
        }

        document.Line();
    }

    private static (bool IsDecided, double Regret, int NotJudged, bool HasClaim) One(Rows rows, Func<double, double> loss, Random random)
    {
        double[] truth = [.. DecisionStudy.Typical.Select(p => Math.Clamp(p + (0.04 * Normal.Next(random)), 0.3, 0.99))];
        double?[] shares = [.. IsTrained.Select(isTrained => isTrained ? Math.Pow(10, -2 * random.NextDouble()) : (double?)null)];
        double[] reached = [.. truth.Zip(shares, (all, share) => share is { } s ? Math.Max(0.05, all - loss(s)) : all)];
        var arms = MadeUpRun.Draw(rows, reached, random);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        random.Shuffle(order);
        for (var arm = 0; arm < arms.Length; arm++)
        {
            foreach (var row in order.AsSpan(Answered[arm])) arms[arm].Scores[row] = double.NaN;
            arms[arm] = arms[arm] with { TrainedShare = shares[arm] };
        }

        var verdict = MadeUpRun.Decide(rows, arms);
        var refused = verdict.NotJudged.Select(one => one.Trial).ToHashSet();
        string?[] named =
        [
            verdict.RecommendedTrial, verdict.LeadingTrial, .. verdict.RunnersUp, .. verdict.Pairs.SelectMany(pair => new[] { pair.Trial, pair.Against }),
            .. verdict.Comparisons.SelectMany(pair => new[] { pair.Trial, pair.Against }), .. verdict.Dominated.SelectMany(one => one.By.Prepend(one.Trial)),
        ];
        var best = truth.Index().Where(arm => !refused.Contains($"{arm.Index}")).Max(arm => arm.Item);
        var chosen = truth[int.Parse(verdict.RecommendedTrial!, CultureInfo.InvariantCulture)];
        return (verdict.Kind != VerdictKind.NotDecided, best - chosen, refused.Count, named.Any(name => name is not null && refused.Contains(name)));
    }
}
