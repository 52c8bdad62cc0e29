using System.Runtime.InteropServices;

namespace Fulcrum.Workers.Processes;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation as long as it is not disposed: who is asked to end leaves a state that can be resumed.</summary>
public sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Listens from now on.</summary>
    public TerminationSignals() => registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, received =>
        {
            received.Cancel = true;
            stop.Cancel();
        })),
    ];

    /// <summary>Canceled with the first signal.</summary>
    public CancellationToken Token => stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        stop.Dispose();
    }
}
