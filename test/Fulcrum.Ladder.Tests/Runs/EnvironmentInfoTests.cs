using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Tests.Runs;

public sealed class EnvironmentInfoTests
{
    [Fact]
    public void Machine_and_versions_are_known()
    {
        var info = EnvironmentInfo.Collect("cuda:0 (NVIDIA H200)");
        Assert.Equal(["fulcrum", "os", "dotnet", "cpu", "cores", "memory", "device", "folder"], info.Keys);
        Assert.All(info.Values, value => Assert.False(string.IsNullOrWhiteSpace(value)));
        Assert.Equal("cuda:0 (NVIDIA H200)", info["device"]);
        Assert.StartsWith("0.1.0", info["fulcrum"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_told_by_its_name_and_not_by_where_it_lies() =>
        Assert.Equal(new DirectoryInfo(Environment.CurrentDirectory).Name, EnvironmentInfo.Collect("cpu")["folder"]);
}
