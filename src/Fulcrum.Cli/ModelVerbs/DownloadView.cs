using System.Collections.Concurrent;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Models.Hub;
using Spectre.Console;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>Shows how far downloads are: a bar per file on a terminal, a line per file in a log.</summary>
internal static class DownloadView
{
    public static Task<T> RunAsync<T>(Terminal terminal, Func<IProgress<HubProgress>, Task<T>> work) =>
        terminal.IsInteractive
            ? terminal.Progress.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(),
                    new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(context => work(new Bars(context)))
            : work(new Lines(terminal));

    private sealed class Bars(ProgressContext context) : IProgress<HubProgress>
    {
        private readonly ConcurrentDictionary<string, Lazy<ProgressTask>> _bars = new();

        public void Report(HubProgress value)
        {
            var bar = _bars.GetOrAdd(value.File, file => new Lazy<ProgressTask>(() => context.AddTask(Markup.Escape(file), maxValue: Math.Max(1, value.Size))));
            bar.Value.Description = Markup.Escape(value.IsWaiting ? $"{value.File}: another process fetches it" : value.File);
            bar.Value.Value = value.Received;
        }
    }

    private sealed class Lines(Terminal terminal) : IProgress<HubProgress>
    {
        private readonly ConcurrentDictionary<string, bool> _said = new();

        public void Report(HubProgress value)
        {
            if (value.IsWaiting)
            {
                terminal.Say($"waiting for another process that fetches {value.File}");
                return;
            }

            if (!_said.TryAdd(value.File, true)) return;
            var resumed = value.Received > 0 ? $", {DisplayFormat.Bytes(value.Received)} of it are here already" : "";
            terminal.Say(value.Received == value.Size ? $"{value.File} is here ({DisplayFormat.Bytes(value.Size)})" : $"fetching {value.File} ({DisplayFormat.Bytes(value.Size)}{resumed})");
        }
    }
}
