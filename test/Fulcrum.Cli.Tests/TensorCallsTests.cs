namespace Fulcrum.Cli.Tests;

public sealed class TensorCallsTests
{
    [Theory]
    [InlineData("var a = zeros(2, 3);", "zeros(2, 3)")]
    [InlineData("return tensor(rows.Select(row => (long)row)\n    .ToArray()).unsqueeze(0);", "tensor(rows.Select(row => (long)row) .ToArray())")]
    [InlineData("using var a = torch.empty(shape, torch.ScalarType.Float32);", "torch.empty(shape, torch.ScalarType.Float32)")]
    [InlineData("var a = outer(arange(4, device: CPU), ones(4));", "ones(4)")]
    public void A_tensor_without_device_is_found(string source, string call) =>
        Assert.Equal([call], TensorCalls.WithoutDevice($"using static TorchSharp.torch;\n{source}"));

    [Theory]
    [InlineData("using static TorchSharp.torch;\nvar a = zeros(2, device: other.device); var b = zeros_like(a); var c = a.full(2);")]
    [InlineData("var a = zeros(2);")]
    public void Other_calls_are_not(string source) => Assert.Empty(TensorCalls.WithoutDevice(source));
}
