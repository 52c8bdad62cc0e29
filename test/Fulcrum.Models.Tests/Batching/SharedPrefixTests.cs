using Fulcrum.Models.Batching;

namespace Fulcrum.Models.Tests.Batching;

public sealed class SharedPrefixTests
{
    [Fact]
    public void It_is_the_longest_common_one() =>
        Assert.Equal(2, SharedPrefix.Length([[1, 2, 3, 4], [1, 2, 5], [1, 2, 3, 9, 9]]));

    [Fact]
    public void One_token_of_every_sequence_is_left_over() => Assert.Equal(1, SharedPrefix.Length([[1, 2], [1, 2, 3]]));

    [Fact]
    public void A_single_sequence_shares_nothing() => Assert.Equal(0, SharedPrefix.Length([[1, 2, 3]]));
}
