using System.Text.Json;

namespace Fulcrum.Workers.Protocol;

/// <summary>Writes a worker's messages, one per line, whole even where several threads answer.</summary>
internal sealed class MessageWriter(TextWriter output, JsonSerializerOptions options)
{
    private readonly Lock _one = new();

    public void Report(string id, object progress) => Write(MessageLine.Write(id, MessageLine.Progress, progress, options));

    public void Respond(string id, object response) => Write(MessageLine.Write(id, response, options));

    public void Fail(string id, string reason) => Write(MessageLine.Write(id, MessageLine.Error, reason, options));

    private void Write(string line)
    {
        lock (_one)
        {
            output.Write(line + "\n");
            output.Flush();
        }
    }
}
