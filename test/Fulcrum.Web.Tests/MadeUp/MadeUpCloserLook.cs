using Fulcrum.Data;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Flips;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Web.Tests.MadeUp;

/// <summary>A report with a cascade, flips and labels in doubt between its second trial and its fifth.</summary>
internal static class MadeUpCloserLook
{
    public static ComparisonReport Of(ComparisonReport report, string text = "Your parcel is waiting.")
    {
        var (cheap, costly) = (report.Trials[1], report.Trials[^1].Test is null ? report.Trials[^3] : report.Trials[^1]);
        string[] labels = [.. cheap.Test!.PerLabel.Select(label => label.Label)];
        Flip[] flips = [.. Enumerable.Range(0, 7).Select(row => new Flip(new Example($"mail-{row}", text, labels[0]), Said(labels, 1, 0.6), Said(labels, 0, 0.9)))];
        return report with
        {
            Cascades = new CascadeReports(
                [
                    new CascadeReport
                    {
                        Log = new TrialLog(
                            new Trial { Id = "cascade-1", Seed = 1, Rung = new RungDescription { Name = "cascade: classical → lora", Class = RungClass.ParameterEfficient, Summary = "" } },
                            new TrialResult { Status = TrialStatus.Completed }, Enumerable.Empty<Prediction>().ToLookup(prediction => prediction.Part)),
                        Settings = new CascadeSettings
                        {
                            Id = "cascade-1", Cheap = cheap.Trial.Id, Costly = costly.Trial.Id, Threshold = 0.934, Margin = 0.01, Confidence = 0.9, DevRows = 500, DevWasSelected = true,
                        },
                        Test = costly.Test! with { MillisecondsPerText = 40 },
                        Shift = costly.Shift,
                        Escalated = 0.31,
                        Lost = 2,
                        Won = 1,
                        CostlyMilliseconds = 120,
                    },
                ],
                [$"No cascade of {text} and LoRA: dev has 84 rows."]),
            Flips =
            [
                new FlipReport
                {
                    Reason = FlipReason.Tuning, From = cheap.Trial.Id, To = costly.Trial.Id, Rows = 400, Fixed = flips, Broken = flips[..2], Changed = [], Difference = new Interval(0.0125, -0.002, 0.03),
                },
            ],
            LabelErrors = new LabelErrorReport(
                [new LabelError(DatasetPart.Dev, new Example("mail-9", text, labels[0]), labels[1], 0.95, 0.03, new Dictionary<string, Prediction> { [cheap.Trial.Id] = Said(labels, 1, 0.95) })],
                600, [cheap.Trial.Id, costly.Trial.Id]),
        };
    }

    private static Prediction Said(string[] labels, int label, double sure) => new()
    {
        Part = DatasetPart.Test, Id = "mail", Labels = labels[0], Predicted = labels[label], Probabilities = [.. labels.Select((_, i) => i == label ? sure : (1 - sure) / (labels.Length - 1))],
    };
}
