using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Makes the report of a run from its files alone, so that a new metric never needs a new run.</summary>
public static class ReportBuilder
{
    private const int MistakesShown = 10;

    /// <summary>Reads the folder, computes metrics and verdict. Nothing is written.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    /// <param name="run">A run.</param>
    /// <param name="decision">By what the verdict is made, where that is not as its task says.</param>
    public static ComparisonReport Build(RunFolder run, DecisionOptions? decision = null)
    {
        var task = (decision ?? new()).ApplyTo(run.ReadTask());
        var data = run.ReadData();
        var environment = run.ReadEnvironment();
        var trials = run.ReadTrials();
        var usable = trials.ToDictionary(t => t.Id, t => LoggedProbabilities.Usable(run.Trial(t.Id).ReadPredictions(data.Split), data.Split.Labels.Count));
        var logged = usable.ToDictionary(l => l.Key, l => l.Value.Log.ToLookup(p => p.Part));
        var groups = ExampleGroups.Of(data.Split.Test.Concat(data.Split.Dev).Concat(data.Split.Shift), task.Data.Group, data.NearDuplicates);
        var chooser = new RuleChooser(task, data.Split.Labels, groups);
        var rules = logged.ToDictionary(l => l.Key, l => chooser.Choose(l.Value[DatasetPart.Dev], l.Value[DatasetPart.Test]));
        var logs = logged.ToDictionary(l => l.Key, l => rules[l.Key]?.Apply(task.Kind, data.Split.Labels, l.Value.SelectMany(part => part)).ToLookup(p => p.Part) ?? l.Value);
        var tests = logs.ToDictionary(l => l.Key, IReadOnlyList<Prediction> (l) => [.. l.Value[DatasetPart.Test]]);
        var mistakes = new MistakeFinder(data.Split.Test, tests, task.Kind, data.Split.Labels);
        var figures = new PartFigures(task.Kind, data.Split, groups, logs.Values);
        var robustness = new Robustness(data.Split.Perturbed, task.Kind);
        var reports = trials
            .Select(t => Report(t, Noted(run.Trial(t.Id).ReadResult(), LoggedProbabilities.Note(usable[t.Id].LeftOut)), logs[t.Id], figures, mistakes, ServingTerms.Of(task)) with { Rule = rules[t.Id] })
            .Select(report => report with { Robustness = robustness.EffectsOn(tests[report.Trial.Id], logs[report.Trial.Id][DatasetPart.Perturbed]) })
            .ToArray();
        return new ComparisonReport
        {
            Task = task,
            Created = environment.Created,
            Verdict = VerdictMaker.Decide(reports, tests, VerdictRules.Of(task, data.Split, groups)) with
            {
                Synthetic = task.Synthetic,
                OrderChanges = robustness.OrderChanges(logs.ToDictionary(log => log.Key, log => (tests[log.Key], (IReadOnlyList<Prediction>)[.. log.Value[DatasetPart.Perturbed]]))),
            },
            PerturbedTexts = PerturbedTexts.Of(data.Split),
            Trials = reports,
            Data = DataCards.Create(data),
            Leakage = data.Leakage,
            Environment = environment.Machine,
            Command = environment.Command,
            DataHash = run.HashData(),
            Seed = data.Split.Seed,
        };
    }

    private static TrialReport Report(
        Trial trial,
        TrialResult? result,
        ILookup<DatasetPart, Prediction> log,
        PartFigures figures,
        MistakeFinder mistakes,
        ServingTerms terms)
    {
        result ??= Failed("It has not been run to its end; continue the comparison with --resume.");
        var isComplete = result.Status == TrialStatus.Completed;
        if (isComplete && !log[DatasetPart.Test].Any())
            (result, isComplete) = (result with { Status = TrialStatus.Failed, Failure = Failed("It predicted nothing on the test part.").Failure }, false);
        var test = isComplete ? figures.Of(DatasetPart.Test, log, result.Outcome?.Latencies) : null;
        return new TrialReport
        {
            Trial = trial,
            Result = result,
            Test = test,
            Cost = test is null ? null : ServingCost.Of(trial, result, test, [.. log[DatasetPart.Test]], terms, ModelBytes(trial)),
            Shift = isComplete ? figures.Of(DatasetPart.Shift, log) : null,
            Mistakes = isComplete ? mistakes.Of(trial.Id, MistakesShown) : [],
        };
    }

    private static TrialResult? Noted(TrialResult? result, string? note) =>
        note is null || result?.Outcome is not { } outcome ? result : result with { Outcome = outcome with { Notes = [.. outcome.Notes, note] } };

    private static long ModelBytes(Trial trial) =>
        new[] { trial.Model, trial.Encoder?.Path }.OfType<string>().Distinct().Sum(path => ModelSize.Of(path) ?? 0);

    private static TrialResult Failed(string reason) =>
        new() { Status = TrialStatus.Failed, Failure = new TrialFailure(TrialStage.Rung, reason) };
}
