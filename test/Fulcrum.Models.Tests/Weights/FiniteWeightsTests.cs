using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Weights;

public sealed class FiniteWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Sound_weights_give_no_warning()
    {
        using var model = MadeModel.Load(_folder, "tiny-bpe");

        Assert.Empty(model.Warnings);
    }

    [Theory]
    [InlineData(float.NaN, WeightPrecision.Full)]
    [InlineData(float.PositiveInfinity, WeightPrecision.Full)]
    [InlineData(float.NegativeInfinity, WeightPrecision.EightBit)]
    public void Tensors_with_what_is_no_number_are_named(float value, WeightPrecision precision)
    {
        Damage(value, "model.layers.1.mlp.up_proj.weight", "model.norm.weight");

        using var model = LanguageModel.Load(_folder.Path, precision: precision);

        var warning = Assert.Single(model.Warnings);
        Assert.Contains("NaN or infinite", warning);
        Assert.EndsWith("model.layers.1.mlp.up_proj.weight, model.norm.weight.", warning);
    }

    [Fact]
    public void Of_many_tensors_the_first_are_named_and_the_rest_counted()
    {
        Damage(float.NaN);

        using var model = LanguageModel.Load(_folder.Path);

        var warning = Assert.Single(model.Warnings);
        Assert.Contains("model.embed_tokens.weight, ", warning);
        Assert.EndsWith($" and {model.Decoder.Parameters.Count - 10} more.", warning);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Puts the value at the end of the tensors named, or of all.</summary>
    private void Damage(float value, params string[] names)
    {
        using var scope = NewDisposeScope();
        using var model = MadeModel.Load(_folder, "tiny-bpe");
        foreach (var (name, tensor) in model.Decoder.Parameters)
            if (names.Length == 0 || names.Contains(name)) tensor.view(-1)[-1] = value;
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), model.Decoder.Parameters);
    }
}
