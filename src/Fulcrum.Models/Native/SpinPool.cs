using System.Diagnostics;
using TorchSharp;

namespace Fulcrum.Models.Native;

/// <summary>
/// Threads that share short pieces of work with the thread that asks: as many together as torch uses. Between two products of a
/// decoding step lie microseconds, less than waking a sleeping thread takes, so helpers watch for the next job for a moment
/// before they sleep.
/// </summary>
internal static class SpinPool
{
    private static readonly TimeSpan SpinTime = TimeSpan.FromMicroseconds(200);
    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Wakeup = new(0);
    private static volatile Job? _current;
    private static int _helpers;
    private static int _asleep;

    /// <summary>Calls the task, which must not throw, with each number below <paramref name="count"/>, on several threads.</summary>
    public static void Run(int count, Action<int> task)
    {
        var job = new Job(count, task);
        var threads = Math.Min(count, torch.get_num_threads());
        if (threads == 1 || !Gate.TryEnter())
        {
            job.Work();
            return;
        }

        for (; _helpers < threads - 1; _helpers++) new Thread(Help) { IsBackground = true, Name = nameof(SpinPool) }.Start();
        _current = job;
        if (Interlocked.Exchange(ref _asleep, 0) is > 0 and var sleepers) Wakeup.Release(sleepers);
        job.Work();
        job.Wait();
        _current = null;
        Gate.Exit();
    }

    private static void Help()
    {
        var idleSince = Stopwatch.GetTimestamp();
        Job? done = null;
        while (true)
        {
            if (_current is { } job && job != done)
            {
                job.Work();
                done = job;
                idleSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(idleSince) < SpinTime)
            {
                Thread.SpinWait(10);
            }
            else
            {
                // A job that comes right now is done without this thread; it is woken for the one after.
                done = null;
                Interlocked.Increment(ref _asleep);
                Wakeup.Wait();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private sealed class Job(int count, Action<int> task)
    {
        private int _taken;
        private int _finished;

        public void Work()
        {
            for (var index = Interlocked.Increment(ref _taken) - 1; index < count; index = Interlocked.Increment(ref _taken) - 1)
            {
                task(index);
                Interlocked.Increment(ref _finished);
            }
        }

        /// <summary>Until what the other threads took is finished too.</summary>
        public void Wait()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _finished) < count) spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
