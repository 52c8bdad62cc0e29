using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Comparisons;

/// <summary>
/// A comparison as a library call: prepared (read, split, planned; nothing written yet), written into a run folder, climbed there. A
/// run that was stopped is climbed again.
/// </summary>
public sealed class Comparison
{
    private const int LongestName = 60;

    private readonly ComparisonOptions _options;

    private Comparison(TaskDefinition task, RunData data, TrialPlan plan, ComparisonOptions options) =>
        (Task, Data, Plan, _options) = (task, data, plan, options);

    private double Gigaflops { get; init; }

    /// <summary>The task.</summary>
    public TaskDefinition Task { get; }

    /// <summary>The data as split, with what was found in it.</summary>
    public RunData Data { get; }

    /// <summary>The whole trial of the first seed of each arm.</summary>
    public TrialPlan Plan { get; }

    /// <summary>How the arms stand before anything was run, with what they are estimated to take.</summary>
    public IReadOnlyList<ArmStatus> Arms { get; private init; } = [];

    /// <summary>Why nothing can be learned of some arms in the budget, one sentence each; often empty.</summary>
    public IReadOnlyList<string> BudgetNotes { get; private init; } = [];

    /// <summary>Plans the trials, reads the task's data, draws the split and looks for leakage.</summary>
    /// <param name="catalog">The rungs that there are.</param>
    /// <param name="task">The task.</param>
    /// <param name="options">What is to run.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <exception cref="InputException">Anything wrong with data, rungs or models, or with what is to be decided by.</exception>
    public static async Task<Comparison> PrepareAsync(
        RungCatalog catalog, TaskDefinition task, ComparisonOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (task.Metric is { } metric) MetricName.Parse(metric, [], task.Costs.Count > 0);

        // Planned before the data is read: a mistyped model path should not cost a minute.
        var plan = TrialPlanner.Create(catalog, task, options.Rungs, options.Models, options.Seed, options.Truncate, options.ModelsByDefault, options.Device, options.SplitSeed);

        var dataset = await DatasetLoader.LoadAsync(task.Data, Environment.CurrentDirectory, task.LabelRules, progress, cancellationToken);

        progress.Report("splitting");
        var split = Splitter.Split(
            dataset, new SplitOptions { Seed = options.SplitSeed, TrainRows = options.TrainRows, TestRows = options.TestRows }, cancellationToken);
        RequireDecidable(task, split, options.Gate);

        progress.Report("looking for leakage");
        var leakage = LeakageDetector.Inspect(split, cancellationToken);
        task = task with { Perturb = task.Perturb && options.Perturb };
        var nearDuplicates = NearDuplicateSets.Of(split, cancellationToken);
        if (task.Perturb && split.Shift.Count == 0) split = Perturber.Perturb(split);
        var data = new RunData(split, leakage, dataset.Notes)
        {
            NearDuplicates = nearDuplicates,
            Columns = dataset.Columns,
            LabelSeparator = dataset.LabelSeparator,
        };
        var gigaflops = MachineProbe.Gigaflops(options.Device, TimeProvider.System);
        var arms = Race.Next(RaceSetup.Of(plan.Trials, split, task.Seeds) with { Gigaflops = gigaflops }, new NothingEnded()).Arms;
        return new Comparison(task, data, plan, options)
        {
            Arms = arms, BudgetNotes = [.. ShortBudget.Note(arms, options.Budget)], Gigaflops = gigaflops,
        };
    }

    /// <summary>Climbs the ladder in a run folder: races its arms to the end, then decides.</summary>
    /// <param name="run">A folder that <see cref="WriteTo"/> has set up.</param>
    /// <param name="executor">Where trials run.</param>
    /// <param name="updates">Told of each trial.</param>
    /// <param name="cancellationToken">Cancels the trial that runs; the folder can be climbed again.</param>
    /// <returns>The report; its verdict is in the folder too.</returns>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="IOException">The folder can no longer be read or written.</exception>
    public static async Task<ComparisonReport> ClimbAsync(
        RunFolder run, ITrialExecutor executor, IProgress<TrialUpdate> updates, CancellationToken cancellationToken)
    {
        await executor.RunAsync(run, run.ReadPlan(), updates, cancellationToken);
        return Decide(run);
    }

    /// <summary>Decides from the files of a run alone, and writes <c>verdict.json</c> anew. Nothing is run.</summary>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken.</exception>
    public static ComparisonReport Decide(RunFolder run) => Decide(run, run.ReadLabelCorrections());

    /// <summary>Decides with corrected labels, which the folder keeps for all later decisions.</summary>
    /// <param name="run">The run.</param>
    /// <param name="corrections">The labels; none: those of the data again.</param>
    /// <exception cref="InputException">There is no run in the folder, or its files are broken; nothing was written then.</exception>
    /// <param name="options">By what, where that is not as the run's task says.</param>
    public static ComparisonReport Decide(RunFolder run, LabelCorrections corrections, DecisionOptions? options = null)
    {
        var report = ReportBuilder.Build(run, corrections, options);
        run.WriteLabelCorrections(corrections);
        run.WriteVerdict(report.Verdict);
        return report;
    }

    /// <summary>Writes what the trials need into the run folder.</summary>
    /// <returns>The folder's lock.</returns>
    /// <inheritdoc cref="RunFolder.Create" path="/exception"/>
    public RunLock WriteTo(RunFolder folder, TimeProvider clock) => folder.Create(
        Task,
        Data,
        Plan.Trials,
        new RunEnvironment(clock.GetUtcNow(), _options.Command, EnvironmentInfo.Collect(_options.DeviceDescription ?? _options.Device))
        {
            BudgetSeconds = _options.Budget?.TotalSeconds, Gigaflops = Gigaflops,
        });

    /// <summary>Refuses what would only be found when the verdict is made, hours later: costs, constraints, metric and gate that speak of labels that there are not.</summary>
    private static void RequireDecidable(TaskDefinition task, DataSplit split, Gate? gate)
    {
        var errors = new InputErrorList();
        Check(() => VerdictRules.Of(task.ForLabels(split.Labels), split, ExampleGroups.None));
        Check(() => gate?.Require(task.Kind, split));
        errors.ThrowIfAny();

        void Check(Action check)
        {
            try
            {
                check();
            }
            catch (InputException e)
            {
                foreach (var error in e.Errors) errors.Add(error);
            }
        }
    }

    /// <summary>The run folder where none was named: <c>runs/2026-11-23T10-04-59-mails</c>, of a long name its beginning.</summary>
    public string DefaultFolder(TimeProvider clock)
    {
        var time = clock.GetLocalNow().ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture);
        var name = string.Concat(Task.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return Path.Combine("runs", $"{time}-{name[..Math.Min(name.Length, LongestName)].Trim('-')}".TrimEnd('-'));
    }

    private sealed class NothingEnded : IRaceOutcomes
    {
        public RaceOutcome? Find(Trial trial) => null;
    }
}
