using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Tests.Splitting;

public sealed class HashOrderTests
{
    [Fact]
    public void The_key_is_the_sha_256_of_seed_and_id() =>
        // printf '0|sms-00000' | sha256sum
        Assert.Equal("0f24fa98d8a0e24dc25b46dca23217051650c5e6c9ad092f5f29643adbd33566", new HashOrder(0).Key("sms-00000"));

    [Fact]
    public void Every_label_comes_first_then_the_order_goes_on()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Example($"r{i}", "t", i < 98 ? "common" : "rare")).ToList();
        var order = new HashOrder(3);
        var sorted = rows.OrderBy(row => order.Key(row.Id), StringComparer.Ordinal).ToList();

        var kept = order.KeepEveryLabel(rows, 5);

        Assert.Equal(5, kept.Count);
        Assert.Contains(sorted.First(row => row.Labels == "rare"), kept);
        Assert.All(sorted.Where(row => row.Labels == "common").Take(4), row => Assert.Contains(row, kept));
        Assert.Equal(kept.OrderBy(rows.IndexOf), kept);
    }

    [Fact]
    public void With_fewer_rows_than_labels_the_first_of_the_order_are_kept()
    {
        var rows = Enumerable.Range(0, 9).Select(i => new Example($"r{i}", "t", $"l{i % 3}")).ToList();
        Assert.Equal(new HashOrder(1).Keep(rows, 2), new HashOrder(1).KeepEveryLabel(rows, 2));
    }
}
