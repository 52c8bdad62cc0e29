using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Trials;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>Shows how far the race is: a bar per arm on a terminal, which says which of its trials runs; a line per stage in a log.</summary>
internal static class TrialProgressView
{
    /// <summary>Runs <paramref name="work"/> and shows its news.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="arms">The whole trial of the first seed of each arm.</param>
    /// <param name="work">The race.</param>
    public static Task<T> RunAsync<T>(Terminal terminal, IReadOnlyList<Trial> arms, Func<IProgress<TrialUpdate>, Task<T>> work) =>
        terminal.IsInteractive
            ? terminal.Progress.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
                .StartAsync(context => work(new Bars(context, arms)))
            : work(new Lines(terminal));

    private sealed class Bars : IProgress<TrialUpdate>
    {
        private readonly TrialNames _names;
        private readonly ProgressContext _context;
        private readonly Dictionary<string, ProgressTask> _bars = [];

        public Bars(ProgressContext context, IReadOnlyList<Trial> arms) => (_context, _names) = (context, new TrialNames(arms));

        public void Report(TrialUpdate value)
        {
            var (arm, name) = (value.Trial.Arm, Markup.Escape(_names.OfTrial(value.Trial)));
            // A trial that follows a finished one of its arm gets a bar of its own: how the first ended stays to be read.
            if (!_bars.TryGetValue(arm, out var bar) || bar.IsFinished) bar = _bars[arm] = _context.AddTask(name, maxValue: 1);
            if (value.Progress is { } progress)
            {
                var detail = progress.Detail is null ? progress.Stage : $"{progress.Stage}, {progress.Detail}";
                bar.Description = $"{name} [grey]{Markup.Escape(detail)}[/]";
                bar.Value = Math.Min(progress.Fraction ?? bar.Value, 0.999);
            }

            if (value.Result is { } result)
            {
                var mark = result.Status == TrialStatus.Completed ? "[green]done[/]" : $"[red]failed: {Markup.Escape(result.Failure!.Reason)}[/]";
                bar.Description = $"{name} {mark}";
                bar.Value = 1;
                bar.StopTask();
            }
        }
    }

    private sealed class Lines(Terminal terminal) : IProgress<TrialUpdate>
    {
        private string? _last;

        public void Report(TrialUpdate value)
        {
            if (value.Result is { } result)
            {
                var end = result.Status == TrialStatus.Completed ? "done" : "failed: " + result.Failure!.Reason;
                terminal.Say($"{value.Trial.Id}: {end} ({DisplayFormat.Duration(result.WallSeconds)})");
            }
            else if (value.Progress is { } progress && $"{value.Trial.Id}: {progress.Stage}" is var line && line != _last)
            {
                _last = line;
                terminal.Say(line);
            }
        }
    }
}
