using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// How often the 95 % bootstrap interval of macro-F1 holds the truth: what it is in as many rows of each label as there are, were each of them drawn
/// anew without end. Labels have recalls from ¾ of the way down to the mean to as far above; a wrong answer is one of the other labels, the next one
/// half of the time.
/// </summary>
internal static class MacroF1Coverage
{
    private static readonly (int Labels, int Rows, int Group, double Recall)[] Designs =
    [
        (2, 21, 1, 0.8), (2, 100, 1, 0.9), (5, 25, 1, 0.7), (5, 100, 1, 0.9), (20, 60, 1, 0.7), (20, 100, 1, 0.7), (20, 400, 1, 0.85), (77, 200, 1, 0.8), (77, 385, 1, 0.8),
        (2, 660, 22, 0.85), (4, 440, 22, 0.8),
    ];

    private static readonly Bar Holds = new(0.92, 0.98);

    /// <summary>Writes a table.</summary>
    public static void Run(StudyDocument document, int draws)
    {
        document.Section("Coverage of macro-F1");
        document.Paragraph(
            $"How often the 95 % interval of macro-F1 (BCa) holds the truth, and its mean width in points. {draws:N0} draws a cell. "
            + "The bar is asked from five rows, or groups, of each label up.");
        document.Head("labels", "rows", "of each label", "truth", $"coverage {Holds}", "truth below it", "truth above it", "width");
        foreach (var (labels, rows, group, recall) in Designs)
        {
            var design = new Confusion(labels, recall);
            var (truth, intervals) = (design.MacroF1(rows), new Interval[draws]);
            Parallel.For(0, draws, draw => intervals[draw] = design.Draw(rows, group, draw));
            var (below, above) = (intervals.Count(interval => truth < interval.Low) / (double)draws, intervals.Count(interval => truth > interval.High) / (double)draws);
            var units = (double)rows / group / labels;
            document.Row(
                $"{labels}",
                group == 1 ? $"{rows}" : $"{rows} in {rows / group} groups of {group}, ICC .3",
                $"{units:0.#}{(group == 1 ? "" : " groups")}",
                document.Figure(truth),
                document.Figure(1 - below - above, units >= 5 ? Holds : null),
                document.Figure(below),
                document.Figure(above),
                document.Figure(100 * intervals.Average(interval => interval.High - interval.Low), format: "0.0"));
        }

        document.Line();
    }

    /// <summary>A made-up classifier.</summary>
    private sealed class Confusion(int labels, double recall)
    {
        private const double Correlation = 0.3;

        private readonly string[] _names = [.. Enumerable.Range(0, labels).Select(label => $"{label}")];

        public double MacroF1(int rows)
        {
            var f1 = 0.0;
            for (var label = 0; label < labels; label++)
            {
                var predicted = Enumerable.Range(0, labels).Sum(truth => Rows(truth, rows) * Chance(truth, label));
                f1 += 2 * Rows(label, rows) * Chance(label, label) / (predicted + Rows(label, rows));
            }

            return f1 / labels;
        }

        public Interval Draw(int rows, int group, int seed)
        {
            var random = new Random(seed);
            var clusters = Enumerable.Range(0, rows).Select(row => row / group).ToArray();
            // A group is of one label.
            var log = new Prediction[rows];
            var ofGroup = 0.0;
            for (var row = 0; row < rows; row++)
            {
                if (row % group == 0) ofGroup = Normal.Next(random);
                var truth = row / group % labels;
                var latent = group == 1 ? ofGroup : (Math.Sqrt(Correlation) * ofGroup) + (Math.Sqrt(1 - Correlation) * Normal.Next(random));
                var isRight = NormalDistribution.Cumulative(latent) < Recall(truth);
                log[row] = new Prediction { Part = DatasetPart.Test, Id = "", Labels = _names[truth], Predicted = _names[isRight ? truth : Mistake(truth, random)] };
            }

            return BootstrapInterval.Compute(Outcomes.Of(TaskKind.Classification, _names, log), clusters, F1Score.Macro, seed);
        }

        private int Rows(int label, int rows) => (rows / labels) + (label < rows % labels ? 1 : 0);

        private double Recall(int label) => labels == 1 ? recall : recall + ((1 - recall) * 0.75 * ((2.0 * label / (labels - 1)) - 1));

        private double Chance(int truth, int predicted)
        {
            if (truth == predicted) return Recall(truth);
            var next = (truth + 1) % labels;
            return (1 - Recall(truth)) * ((predicted == next ? 0.5 : 0) + (0.5 / (labels - 1)));
        }

        private int Mistake(int truth, Random random) =>
            (truth + (random.Next(2) == 0 ? 1 : random.Next(1, labels))) % labels;
    }
}
