using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Trials;
using Spectre.Console;

namespace Fulcrum.Cli.Comparing;

/// <summary>Shows how far the trials are: a bar per trial on a terminal, a line per stage in a log.</summary>
internal static class TrialProgressView
{
    /// <summary>Runs <paramref name="work"/> and shows its news.</summary>
    public static Task<T> RunAsync<T>(Terminal terminal, IReadOnlyList<Trial> trials, Func<IProgress<TrialUpdate>, Task<T>> work) =>
        terminal.IsInteractive
            ? terminal.Progress.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
                .StartAsync(context => work(new Bars(context, trials)))
            : work(new Lines(terminal));

    private sealed class Bars : IProgress<TrialUpdate>
    {
        private readonly Dictionary<string, (string Name, ProgressTask Bar)> _bars;

        public Bars(ProgressContext context, IReadOnlyList<Trial> trials)
        {
            var names = new TrialNames(trials);
            _bars = trials.ToDictionary(
                trial => trial.Id,
                trial => (names[trial.Id], context.AddTask(Markup.Escape(names[trial.Id]), autoStart: false, maxValue: 1)));
        }

        public void Report(TrialUpdate value)
        {
            var (name, bar) = _bars[value.TrialId];
            if (!bar.IsStarted) bar.StartTask();
            if (value.Progress is { } progress)
            {
                var detail = progress.Detail is null ? progress.Stage : $"{progress.Stage}, {progress.Detail}";
                bar.Description = $"{Markup.Escape(name)} [grey]{Markup.Escape(detail)}[/]";
                bar.Value = progress.Fraction ?? bar.Value;
            }

            if (value.Result is { } result)
            {
                var mark = result.Status == TrialStatus.Completed ? "[green]done[/]" : $"[red]failed: {Markup.Escape(result.Failure!.Reason)}[/]";
                bar.Description = $"{Markup.Escape(name)} {mark}";
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
                terminal.Say($"{value.TrialId}: {end} ({DisplayFormat.Duration(result.WallSeconds)})");
            }
            else if (value.Progress is { } progress && $"{value.TrialId}: {progress.Stage}" is var line && line != _last)
            {
                _last = line;
                terminal.Say(line);
            }
        }
    }
}
