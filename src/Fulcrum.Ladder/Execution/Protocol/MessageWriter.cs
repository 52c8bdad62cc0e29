using System.Text.Json;
using Fulcrum.Ladder.Files;


namespace Fulcrum.Ladder.Execution.Protocol;

/// <summary>Writes messages, one per line, whole even where several threads report.</summary>
internal sealed class MessageWriter(TextWriter output)
{
    private readonly Lock _one = new();

    /// <summary>Writes and flushes one message.</summary>
    public void Write(WorkerMessage message)
    {
        var line = JsonSerializer.Serialize(message, LadderJson.Line);
        lock (_one)
        {
            output.Write(line + "\n");
            output.Flush();
        }
    }
}
