using Fulcrum.Data;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Costs;
using Fulcrum.Ladder.Flips;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.Metrics.Decision;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Reports;

/// <summary>Makes the report of a run from its files alone, so that a new metric never needs a new run.</summary>
public static class ReportBuilder
{
    /// <summary>Reads the folder, computes metrics and verdict. Nothing is written.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public static ComparisonReport Build(RunFolder run) => Build(run, run.ReadLabelCorrections());

    /// <summary>The same with other corrections of labels than those that the folder keeps.</summary>
    /// <param name="run">A run.</param>
    /// <param name="corrections">Labels that were corrected.</param>
    /// <param name="decision">By what the verdict is made, where that is not as the run's task says.</param>
    /// <inheritdoc cref="Build(RunFolder)" path="/exception"/>
    public static ComparisonReport Build(RunFolder run, LabelCorrections corrections, DecisionOptions? decision = null)
    {
        var task = (decision ?? new()).ApplyTo(run.ReadTask());
        var original = run.ReadData();
        var data = original with { Split = corrections.Apply(original.Split), Notes = [.. original.Notes, .. corrections.Notes(original.Split)] };
        var environment = run.ReadEnvironment();
        var started = run.ReadTrials();
        var race = new RaceFolder(run, run.ReadPlan());
        // With no time left nothing is started: what has ended is taken, and the race stands where it stopped.
        var arms = Race.Next(race.Setup, race, secondsLeft: 0).Arms;
        var usable = started.ToDictionary(t => t.Id, t => LoggedProbabilities.Usable(run.Trial(t.Id).ReadPredictions(data.Split), data.Split.Labels.Count));
        var logged = usable.ToDictionary(l => l.Key, l => l.Value.Log.Select(corrections.Apply).ToLookup(p => p.Part));
        var groups = ExampleGroups.Of(data.Split.Test.Concat(data.Split.Dev).Concat(data.Split.Shift), task.Data.Group, data.NearDuplicates);
        var chooser = new RuleChooser(task, data.Split.Labels, groups);
        var rules = logged.ToDictionary(l => l.Key, l => chooser.Choose(l.Value[DatasetPart.Dev], l.Value[DatasetPart.Test]));
        var logs = logged.ToDictionary(l => l.Key, l => rules[l.Key]?.Apply(task.Kind, data.Split.Labels, l.Value.SelectMany(part => part)).ToLookup(p => p.Part) ?? l.Value);
        var tests = logs.ToDictionary(l => l.Key, IReadOnlyList<Prediction> (l) => [.. l.Value[DatasetPart.Test]]);
        // Those of other seeds are no other opinion.
        var wholes = race.Setup.Arms.Where(arm => tests.ContainsKey(arm.Id)).ToDictionary(arm => arm.Id, arm => tests[arm.Id]);
        var robustness = new Robustness(data.Split.Perturbed, task.Kind);
        var builder = new ArmReportBuilder(run, data.Split, logs, environment.BudgetSeconds is not null, new TrialNames(race.Setup.Arms))
        {
            Figures = new PartFigures(task.Kind, data.Split, groups, logs.Values),
            DevGroups = groups,
            Mistakes = new MistakeFinder(data.Split.Test, wholes, task.Kind, data.Split.Labels),
            Terms = ServingTerms.Of(task),
        };
        var reports = arms
            .Select(arm => builder.Build(arm, [.. started.Where(trial => trial.Arm == arm.Whole.Id)]))
            .Select(report => report.Test is null ? report : report with
            {
                Result = Noted(report.Result, LoggedProbabilities.Note(usable[report.Trial.Id].LeftOut)),
                Rule = rules[report.Trial.Id],
                Robustness = robustness.EffectsOn(tests[report.Trial.Id], logs[report.Trial.Id][DatasetPart.Perturbed]),
            })
            .ToArray();
        var verdictRules = VerdictRules.Of(task, data.Split, groups);
        TrialLog[] completed = [.. reports.Where(report => report.Test is not null).Select(report => new TrialLog(report.Trial, report.Result, logs[report.Trial.Id]))];
        var judging = new Judging(verdictRules);
        TrialLog[] judged = [.. completed.Where(log => judging.Refuse(reports.First(report => report.Trial.Id == log.Trial.Id)) is null)];
        // A cascade hands on what its parts say of themselves; where answers are decided by a rule, its parts would not answer as they are shown.
        var cascades = rules.Values.Any(rule => rule is not null)
            ? CascadeReports.None
            : new CascadeFinder(task.Kind, data.Split.Labels, groups, data.Split.Seed, new CascadeOptions { Margin = verdictRules.Margin }).Among(judged);
        foreach (var cascade in cascades.Cascades) tests[cascade.Log.Trial.Id] = [.. cascade.Log.Of(DatasetPart.Test)];
        reports = [.. reports, .. cascades.Cascades.Select(cascade => OfCascade(cascade, verdictRules.Terms))];
        var verdict = VerdictMaker.Decide(reports, tests, verdictRules) with
        {
            Synthetic = task.Synthetic,
            OrderChanges = robustness.OrderChanges(completed.ToDictionary(log => log.Trial.Id, log => (tests[log.Trial.Id], log.Of(DatasetPart.Perturbed)))),
        };
        return new ComparisonReport
        {
            Task = task,
            Created = environment.Created,
            Verdict = verdict,
            PerturbedTexts = PerturbedTexts.Of(data.Split),
            Trials = reports,
            Data = DataCards.Create(data),
            Leakage = data.Leakage,
            Environment = environment.Machine,
            Command = environment.Command,
            DataHash = run.HashData(),
            Seed = data.Split.Seed,
            Cascades = cascades,
            LabelErrors = new LabelErrorFinder(task.Kind, data.Split).Among(judged, corrections.Labels.Keys.ToHashSet()),
            Flips = new FlipFinder(task.Kind, data.Split.Labels, data.Split.Test, groups).Among(completed, verdict.RecommendedTrial),
        };
    }

    private static TrialReport OfCascade(CascadeReport cascade, ServingTerms terms) => new()
    {
        Trial = cascade.Log.Trial,
        Result = cascade.Log.Result,
        Test = cascade.Test,
        Shift = cascade.Shift,
        Cost = ServingCost.Of(cascade.Log.Trial, cascade.Log.Result, cascade.Test, [.. cascade.Log.Of(DatasetPart.Test)], terms),
    };

    private static TrialResult Noted(TrialResult result, string? note) =>
        note is null || result.Outcome is not { } outcome ? result : result with { Outcome = outcome with { Notes = [.. outcome.Notes, note] } };
}
