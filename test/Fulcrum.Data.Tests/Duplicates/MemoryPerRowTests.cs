using Fulcrum.Data.Duplicates;
using Fulcrum.Data.Leakage;

namespace Fulcrum.Data.Tests.Duplicates;

/// <summary>What a row costs in memory does not grow with the number of rows.</summary>
public sealed class MemoryPerRowTests
{
    [Fact]
    public void A_text_allocates_its_n_grams_and_little_else()
    {
        var text = string.Concat(Enumerable.Range(0, 20).Select(Distinct.Text));
        Shingles.Of(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var shingles = Shingles.Of(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, sizeof(uint) * shingles.Length, (sizeof(uint) * shingles.Length) + 256);
    }

    [Fact]
    public void An_index_of_twins_of_four_times_the_rows_allocates_four_times_as_much()
    {
        Allocated(100);
        var (few, many) = (Allocated(5_000), Allocated(20_000));
        Assert.InRange(many / (double)few, 2, 6);
    }

    private static long Allocated(int rows)
    {
        Example[] examples = [.. Enumerable.Range(0, rows).Select(i => new Example($"{i}", Distinct.Text(i), "a"))];
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = new TwinIndex(examples);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
