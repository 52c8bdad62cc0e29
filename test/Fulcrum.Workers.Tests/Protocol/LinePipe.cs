using System.Threading.Channels;

namespace Fulcrum.Workers.Tests.Protocol;

/// <summary>Carries lines in memory from one end to the other.</summary>
internal sealed class LinePipe
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public LinePipe() => (Reader, Writer) = (new End(_lines.Reader), new Start(_lines.Writer));

    public TextReader Reader { get; }

    public TextWriter Writer { get; }

    private sealed class End(ChannelReader<string> lines) : TextReader
    {
        public override string? ReadLine() => ReadLineAsync().GetAwaiter().GetResult();

        public override async Task<string?> ReadLineAsync() =>
            await lines.WaitToReadAsync() && lines.TryRead(out var line) ? line : null;
    }

    private sealed class Start(ChannelWriter<string> lines) : StringWriter
    {
        public override void Flush()
        {
            foreach (var line in ToString().Split('\n')[..^1]) lines.TryWrite(line);
            GetStringBuilder().Clear();
        }

        public override Task FlushAsync()
        {
            Flush();
            return Task.CompletedTask;
        }

        public override void Close() => lines.TryComplete();
    }
}
