using System.Diagnostics;

namespace Fulcrum.Workers.Machine;

/// <summary>Looks at a process's peak memory again and again, for one that dies cannot say any more how much it had.</summary>
internal sealed class PeakMemoryWatch : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private readonly Timer _timer;
    private long _peak;

    public PeakMemoryWatch(Process process) => _timer = new Timer(_ => Look(process), null, BetweenLooks, BetweenLooks);

    /// <summary>As it was seen last, bytes: the process may count anew at any time (<see cref="PeakMemory.Reset"/>).</summary>
    public long? Peak => Interlocked.Read(ref _peak) is > 0 and var seen ? seen : null;

    private void Look(Process process)
    {
        if (PeakMemory.Read(process) is { } now) Interlocked.Exchange(ref _peak, now);
    }

    public void Dispose() => _timer.Dispose();
}
