using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Diffs;

/// <summary>A run with its data and the answers that its figures are of.</summary>
internal sealed class ComparedRun
{
    private ComparedRun(RunFolder folder, RunData data, ComparisonReport report) => (Folder, Data, Report) = (folder, data, report);

    public RunFolder Folder { get; }

    public RunData Data { get; }

    public ComparisonReport Report { get; }

    public RunSide Side => new(
        Folder.Root, Report.Created, Report.Verdict.Recommendation, Report.Verdict.RecommendedTrial, Report.Verdict.Kind, Report.Verdict.Grade, Data.Split.Test.Count);

    /// <summary>Reads a run.</summary>
    /// <exception cref="InputException">Its files are broken.</exception>
    public static ComparedRun Read(RunFolder folder) => new(folder, folder.ReadData(), ReportBuilder.Build(folder));

    /// <summary>The answers of a completed trial on test, by the rule that was chosen on dev where there is one.</summary>
    /// <param name="trial">A trial of this run.</param>
    /// <param name="ids">The rows that are asked for.</param>
    public IReadOnlyList<Prediction> Answers(TrialReport trial, IReadOnlySet<string> ids)
    {
        var all = LoggedProbabilities.Usable(Folder.Trial(trial.Trial.Id).ReadPredictions(Data.Split), Data.Split.Labels.Count).Log;
        Prediction[] log = [.. all.Where(p => p.Part == DatasetPart.Test && ids.Contains(p.Id))];
        return trial.Rule?.Apply(Report.Task.Kind, Data.Split.Labels, log) ?? log;
    }
}
