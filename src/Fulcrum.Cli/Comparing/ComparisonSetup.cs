using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs;

namespace Fulcrum.Cli.Comparing;

/// <summary>A comparison that is ready to run: read, split, planned; nothing written yet.</summary>
/// <param name="Task">The task.</param>
/// <param name="Data">The data as split, with what was found in it.</param>
/// <param name="Plan">The trials.</param>
internal sealed record ComparisonSetup(TaskDefinition Task, RunData Data, TrialPlan Plan)
{
    private const int LongestName = 60;

    /// <summary>Plans the trials, reads the task's data, draws the split and looks for leakage.</summary>
    /// <exception cref="InputException">Anything wrong with data, rungs or models.</exception>
    public static async Task<ComparisonSetup> ReadAsync(
        TaskDefinition task, ComparisonModels models, CompareRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var rungs = request.Rungs.Select(rung => rung.Name).ToArray();

        // Planned before the data is read: a mistyped model path should not cost a minute.
        var plan = TrialPlanner.Create(RungRegistry.Catalog, task, rungs, models.Asked, request.Seed, request.Truncate, models.ByDefault);
        if (request.Budget is { } budget) plan = plan with { Trials = RunBudget.Plan(plan.Trials, budget.TotalSeconds) };

        var dataset = await DatasetLoader.LoadAsync(
            task.Data, Environment.CurrentDirectory, task.LabelRules, progress, cancellationToken);

        progress.Report("splitting");
        var split = Splitter.Split(
            dataset, new SplitOptions { Seed = request.Seed, TrainRows = request.TrainRows, TestRows = request.TestRows }, cancellationToken);

        progress.Report("looking for leakage");
        var leakage = LeakageDetector.Inspect(split, cancellationToken);
        return new ComparisonSetup(task, new RunData(split, leakage, dataset.Notes) { Columns = dataset.Columns }, plan);
    }

    /// <summary>Writes what the trials need into the run folder.</summary>
    /// <returns>The folder's lock.</returns>
    /// <inheritdoc cref="RunFolder.Create" path="/exception"/>
    public RunLock WriteTo(RunFolder folder, CompareRequest request, TimeProvider clock) => folder.Create(
        Task,
        Data,
        Plan.Trials,
        new RunEnvironment(clock.GetUtcNow(), request.CommandLine, EnvironmentInfo.Collect()) { BudgetSeconds = request.Budget?.TotalSeconds });

    /// <summary>The run folder where none was named: <c>runs/2026-11-23T10-04-59-mails</c>, of a long name its beginning.</summary>
    public string DefaultFolder(TimeProvider clock)
    {
        var time = clock.GetLocalNow().ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture);
        var name = string.Concat(Task.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return Path.Combine("runs", $"{time}-{name[..Math.Min(name.Length, LongestName)].Trim('-')}".TrimEnd('-'));
    }
}
