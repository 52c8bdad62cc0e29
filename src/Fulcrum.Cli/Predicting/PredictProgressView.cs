using System.Diagnostics;
using Fulcrum.Ladder.Formatting;
using Spectre.Console;

namespace Fulcrum.Cli.Predicting;

/// <summary>Shows how many rows are answered once that takes more than two seconds: a bar on a terminal, a line now and then in a log.</summary>
internal static class PredictProgressView
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
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
        private readonly long start = Stopwatch.GetTimestamp();
        private ProgressTask? bar;

        public void Report(long value)
        {
            if (Stopwatch.GetElapsedTime(start) < Patience) return;
            bar ??= context.AddTask("", maxValue: rows);
            bar.Description = $"{Human.Count(value)} of {Human.Count(rows)} rows";
            bar.Value = value;
        }
    }

    private sealed class Lines(Terminal terminal, long rows) : IProgress<long>
    {
        private readonly long start = Stopwatch.GetTimestamp();
        private long said;

        public void Report(long value)
        {
            if (said == 0 ? Stopwatch.GetElapsedTime(start) < Patience : Stopwatch.GetElapsedTime(said) < BetweenLines) return;
            said = Stopwatch.GetTimestamp();
            terminal.Say($"{Human.Count(value)} of {Human.Count(rows)} rows");
        }
    }
}
