using System.Text;

namespace Fulcrum.Workers.Protocol;

/// <summary>Lines in and lines out: the pipes between a worker and its parent, or anything else that carries text.</summary>
/// <param name="Input">What the other end writes.</param>
/// <param name="Output">What the other end reads.</param>
public sealed record WorkerTransport(TextReader Input, TextWriter Output)
{
    /// <summary>
    /// A worker's end over the standard streams of this process. What else is printed through <see cref="Console"/> goes to
    /// standard error from then on, so that it does not come between the messages.
    /// </summary>
    public static WorkerTransport OverStandardStreams()
    {
        var transport = new WorkerTransport(
            new StreamReader(Console.OpenStandardInput(), Encoding.UTF8),
            new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        Console.SetOut(Console.Error);
        return transport;
    }
}
