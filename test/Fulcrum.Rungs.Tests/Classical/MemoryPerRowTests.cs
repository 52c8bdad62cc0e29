using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

/// <summary>What a row costs in memory does not grow with the number of rows.</summary>
public class MemoryPerRowTests
{
    [Fact]
    public void Finding_the_n_grams_of_four_times_the_rows_allocates_four_times_as_much()
    {
        Allocated(100);
        var (few, many) = (Allocated(2_000), Allocated(8_000));
        Assert.InRange(many / (double)few, 2, 6);
    }

    private static long Allocated(int rows)
    {
        string[] texts = [.. MadeUpMessages.Split(3, train: rows).Train.Select((e, i) => $"{e.Text} number{i} of{i * 7}")];
        var before = GC.GetAllocatedBytesForCurrentThread();
        NgramBlock.Fit(NgramKind.Words, texts, TestContext.Current.CancellationToken);
        NgramBlock.Fit(NgramKind.Characters, texts, TestContext.Current.CancellationToken);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
