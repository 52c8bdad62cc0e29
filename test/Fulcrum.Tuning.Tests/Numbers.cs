using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests;

internal static class Numbers
{
    /// <summary>The largest absolute difference stays within the tolerance.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"largest difference {difference} exceeds {tolerance}");
    }

    public static void AssertRelativelyClose(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{actual} is not {expected} within {tolerance}");
}
