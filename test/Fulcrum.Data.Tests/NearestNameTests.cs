using CsCheck;

namespace Fulcrum.Data.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("txet", "text", 1)]
    [InlineData("Name", "name", 0)]
    [InlineData("", "abc", 3)]
    public void The_edit_distance_counts_changes_and_swaps(string a, string b, int distance) =>
        Assert.Equal(distance, NearestName.EditDistance(a, b));

    [Fact]
    public void The_edit_distance_is_symmetric_and_at_most_the_longer_length() =>
        Gen.Select(Gen.String[Gen.Char["abC"], 0, 8], Gen.String[Gen.Char["abC"], 0, 8]).Sample((a, b) =>
            NearestName.EditDistance(a, b) == NearestName.EditDistance(b, a)
            && NearestName.EditDistance(a, b) <= Math.Max(a.Length, b.Length));

    [Fact]
    public void Nothing_near_lists_what_there_is() =>
        Assert.Equal("Possible here: lora, full.", NearestName.Remedy("gradient", ["lora", "full"]));
}
