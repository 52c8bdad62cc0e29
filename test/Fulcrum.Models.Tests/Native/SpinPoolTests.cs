using Fulcrum.Models.Native;

namespace Fulcrum.Models.Tests.Native;

public class SpinPoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Each_number_is_called_once_before_it_returns(int count)
    {
        var calls = new int[count];

        SpinPool.Run(count, number => Interlocked.Increment(ref calls[number]));

        Assert.All(calls, times => Assert.Equal(1, times));
    }

    /// <summary>Whoever finds the helpers at work for another does all of its own job: no number is lost to the other job, and none called twice.</summary>
    [Fact]
    public async Task Several_threads_at_a_time_each_have_their_own_numbers_called_once()
    {
        const int threads = 4;
        const int jobs = 2000;
        using var start = new Barrier(threads);

        var wrong = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(() => Work(thread), TaskCreationOptions.LongRunning)));

        Assert.Equal([0, 0, 0, 0], wrong);

        int Work(int thread)
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            var missed = 0;
            for (var job = 0; job < jobs; job++)
            {
                var calls = new int[1 + (7 * job + thread) % 40];
                SpinPool.Run(calls.Length, number => Interlocked.Increment(ref calls[number]));
                missed += calls.Count(times => times != 1);
                // Helpers fall asleep after 200 microseconds: they are also to be met going to sleep and waking.
                if (job % 100 == thread) Thread.SpinWait(20_000);
            }

            return missed;
        }
    }
}
