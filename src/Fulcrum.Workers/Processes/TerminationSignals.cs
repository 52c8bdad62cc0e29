using System.Runtime.InteropServices;

namespace Fulcrum.Workers.Processes;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation as long as it is not disposed: who is asked to end leaves a state that can be resumed.</summary>
public sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on.</summary>
    public TerminationSignals() => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, received =>
        {
            received.Cancel = true;
            _stop.Cancel();
        })),
    ];

    /// <summary>Canceled with the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }
}
