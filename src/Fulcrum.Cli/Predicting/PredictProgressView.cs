using System.Diagnostics;
using Fulcrum.Ladder.Formatting;
using Spectre.Console;

namespace Fulcrum.Cli.Predicting;

/// <summary>Shows how many rows are answered once that takes more than two seconds: a bar on a terminal, a line now and then in a log.</summary>
internal static class PredictProgressView
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="work"/> on a thread of its own, for a predictor is used from one.</summary>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="work">Is given who is told of rows done.</param>
    public static Task RunAsync(Terminal terminal, long rows, Action<IProgress<long>> work)
    {
        if (!terminal.IsInteractive) return OnThread(() => work(new Lines(terminal, rows)));
        return terminal.Progress.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => OnThread(() => work(new Bar(context, rows))));
    }

    private static Task OnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Bar(ProgressContext context, long rows) : IProgress<long>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private ProgressTask? _bar;

        public void Report(long value)
        {
            if (Stopwatch.GetElapsedTime(_start) < Delay) return;
            _bar ??= context.AddTask("", maxValue: rows);
            _bar.Description = $"{DisplayFormat.Count(value)} of {DisplayFormat.Count(rows)} rows";
            _bar.Value = value;
        }
    }

    private sealed class Lines(Terminal terminal, long rows) : IProgress<long>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _said;

        public void Report(long value)
        {
            if (_said == 0 ? Stopwatch.GetElapsedTime(_start) < Delay : Stopwatch.GetElapsedTime(_said) < BetweenLines) return;
            _said = Stopwatch.GetTimestamp();
            terminal.Say($"{DisplayFormat.Count(value)} of {DisplayFormat.Count(rows)} rows");
        }
    }
}
