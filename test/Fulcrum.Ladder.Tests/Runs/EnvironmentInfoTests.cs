using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Tests.Runs;

public sealed class EnvironmentInfoTests
{
    [Fact]
    public void Machine_and_versions_are_known()
    {
        var info = EnvironmentInfo.Collect();
        Assert.Equal(["fulcrum", "os", "dotnet", "cpu", "cores", "memory"], info.Keys);
        Assert.All(info.Values, value => Assert.False(string.IsNullOrWhiteSpace(value)));
        Assert.StartsWith("0.1.0", info["fulcrum"], StringComparison.Ordinal);
    }
}
