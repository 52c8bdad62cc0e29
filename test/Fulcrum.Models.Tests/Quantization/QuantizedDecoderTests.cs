using Fulcrum.Models.Architecture;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

public sealed class QuantizedDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, WeightPrecision> Models =>
        new MatrixTheoryData<string, WeightPrecision>(["falcon", "falcon-new", "gemma3", "gemma3-full", "gpt2", "llama", "mistral", "phi3", "qwen2", "qwen3"], [WeightPrecision.EightBit, WeightPrecision.NF4]);

    [Theory]
    [MemberData(nameof(Models))]
    public void It_computes_what_the_model_of_its_dequantized_weights_computes(string name, WeightPrecision precision)
    {
        using var scope = NewDisposeScope();
        using var quantized = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"), precision: precision);
        using var twin = Dequantized(name, quantized.Decoder);
        var ids = randint(1, 200, [3, 17], generator: new Generator(1));

        var (hidden, expected) = (quantized.Decoder.Forward(ids), twin.Forward(ids));

        Golden.AssertClose(expected, hidden, 1e-4);
        Golden.AssertClose(twin.Logits(expected), quantized.Decoder.Logits(expected), 1e-4);
        var some = tensor(new long[] { 5, 3, 77 });
        Golden.AssertClose(twin.Logits(expected, some), quantized.Decoder.Logits(expected, some), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_of_an_adapter_are_those_of_the_model_of_its_dequantized_weights(string name, WeightPrecision precision)
    {
        using var scope = NewDisposeScope();
        using var quantized = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"), precision: precision);
        using var twin = Dequantized(name, quantized.Decoder);
        var ids = randint(1, 200, [2, 9], generator: new Generator(2));

        var (gradient, expected) = (Gradient(quantized.Decoder), Gradient(twin));

        Golden.AssertClose(expected, gradient, 1e-5);
        Assert.True(expected.abs().max().item<float>() > 1e-3);

        Tensor Gradient(Decoder decoder)
        {
            var first = decoder.Linears.Values.First();
            var delta = zeros(first.OutputSize, first.InputSize, requires_grad: true);
            first.Adapter = new Additive(delta);
            var logits = decoder.Logits(decoder.Forward(ids))[.., ..^1];
            nn.functional.cross_entropy(logits.reshape(-1, logits.shape[2]), ids[.., 1..].reshape(-1)).backward();
            return delta.grad!;
        }
    }

    [Fact]
    public void One_token_at_a_time_through_the_cache_is_the_whole_text_at_once()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), precision: WeightPrecision.EightBit);
        var ids = randint(1, 200, [2, 40], generator: new Generator(3));
        using var cache = new KeyValueCache(reserve: 40);

        var stepped = cat(Enumerable.Range(0, 40)
            .Select(at => model.Decoder.Forward(ids[.., at..(at + 1)], new DecoderContext { Cache = cache })).ToList(), 1);

        Golden.AssertClose(model.Decoder.Forward(ids), stepped, 1e-4);
    }

    [Theory]
    [InlineData(WeightPrecision.EightBit, 0.27)]
    [InlineData(WeightPrecision.NF4, 0.21)]
    public void It_holds_a_fraction_of_the_memory_and_as_many_parameters(WeightPrecision precision, double fraction)
    {
        using var full = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        using var quantized = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), precision: precision);

        Assert.Equal(full.Decoder.ParameterCount, quantized.Decoder.ParameterCount);
        Assert.Equal(4 * full.Decoder.ParameterCount, full.Decoder.ParameterBytes);
        Assert.InRange(quantized.Decoder.ParameterBytes, 0.12 * full.Decoder.ParameterBytes, fraction * full.Decoder.ParameterBytes);
        Assert.All(quantized.Decoder.Linears.Values, linear => Assert.NotNull(linear.Quantized));
    }

    [Fact]
    public void Its_weights_can_be_neither_changed_nor_saved()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), precision: WeightPrecision.NF4);

        Assert.Contains("full precision", Assert.Throws<InvalidOperationException>(() => model.Decoder.Head.Weight).Message);
        Assert.Throws<InvalidOperationException>(() => model.Decoder.CheckpointTensors);
    }

    [Fact]
    public void A_missing_tensor_is_named_once()
    {
        using var scope = NewDisposeScope();
        foreach (var file in Directory.GetFiles(RepositoryFiles.Fixture("models/llama")))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        using (var weights = new SafetensorsFile(RepositoryFiles.Fixture("models/llama/model.safetensors")))
        {
            SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), weights.Names
                .Where(name => !name.EndsWith("1.self_attn.k_proj.weight", StringComparison.Ordinal))
                .Select(name => KeyValuePair.Create(name, weights.ReadTensor(name))));
        }

        var refused = Assert.Throws<Data.InputException>(() => LanguageModel.Load(_folder.Path, precision: WeightPrecision.EightBit));

        Assert.Contains("k_proj", Assert.Single(refused.Errors).Message);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The same decoder in full precision, with the weights that the quantized one has.</summary>
    private static Decoder Dequantized(string name, Decoder quantized)
    {
        using var noGradient = no_grad();
        using var weights = WeightSource.Open(RepositoryFiles.Fixture($"models/{name}"));
        var decoder = Decoder.Load(quantized.Configuration, weights, name);
        foreach (var (key, linear) in quantized.Linears)
            decoder.Linears[key].Weight.copy_(linear.Quantized!.Dequantize(0, linear.OutputSize));
        if (!quantized.Configuration.TiedHead)
        {
            var embedding = quantized.Embed(arange(quantized.Configuration.VocabularySize).unsqueeze(0))[0];
            decoder.Parameters[0].Value.copy_(embedding / (float)quantized.Configuration.EmbeddingScale);
        }

        return decoder;
    }

    private sealed class Additive(Tensor delta) : ILinearAdapter
    {
        public Tensor Apply(Tensor input, Linear linear) => linear.Product(input) + nn.functional.linear(input, delta);
    }
}
