using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Inspection;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Quantization;

/// <summary>A model folder as transformers saves it with bitsandbytes: the layers in NF4, embedding and head as they were.</summary>
public sealed class BitsAndBytesFolderTests : IDisposable
{
    private static readonly string Sound = RepositoryFiles.Fixture("models/llama");

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false, WeightPrecision.Full)]
    [InlineData(true, WeightPrecision.Full)]
    [InlineData(false, WeightPrecision.EightBit)]
    public void Its_layers_keep_the_codes_that_were_saved(bool isSharded, WeightPrecision precision)
    {
        Write(isSharded);

        using var model = LanguageModel.Load(_folder.Path, precision: precision);
        using var original = LanguageModel.Load(Sound);

        Assert.True(model.Decoder.IsQuantized);
        Assert.Equal(original.Decoder.ParameterCount, model.Decoder.ParameterCount);
        foreach (var (name, linear) in model.Decoder.Linears.Where(layer => layer.Value != model.Decoder.Head))
        {
            using var saved = Quantize(original.Decoder.Linears[name].Weight);
            Assert.Equal(saved.Codes.bytes, Assert.IsType<NF4Matrix>(linear.Quantized).Codes.bytes);
        }

        Assert.Equal(precision == WeightPrecision.Full, model.Decoder.Head.Quantized is null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_parameters_are_counted_as_if_they_were_not_packed(bool isSharded)
    {
        Write(isSharded);

        Assert.Equal(ModelSummary.Read(Sound).Parameters, ModelSummary.Read(_folder.Path).Parameters);
    }

    [Fact]
    public void Parameters_are_counted_where_they_were_saved_in_a_way_that_is_not_read()
    {
        Write(isSharded: false, pack: (name, weight) =>
            NF4(name, weight).Select(part => new KeyValuePair<string, Tensor>(part.Key.Replace("__nf4", "__fp4", StringComparison.Ordinal), part.Value)));
        var fp4 = ModelSummary.Read(_folder.Path).Parameters;
        Write(isSharded: false, pack: EightBits);
        var int8 = ModelSummary.Read(_folder.Path).Parameters;

        var sound = ModelSummary.Read(Sound).Parameters;
        Assert.Equal((sound, sound), (fp4, int8));
    }

    [Fact]
    public void Every_part_that_is_missing_or_misshapen_is_named()
    {
        Write(isSharded: false, tensors =>
        {
            tensors.RemoveAll(tensor => tensor.Key == "model.layers.0.mlp.up_proj.weight.absmax");
            tensors.RemoveAll(tensor => tensor.Key.StartsWith("model.layers.1.self_attn.k_proj", StringComparison.Ordinal));
            tensors.AddRange(BitsAndBytesWriter.Tensors("model.layers.1.self_attn.k_proj.weight", Quantize(zeros(64, 64))));
        });

        var errors = Assert.Throws<InputException>(() => LanguageModel.Load(_folder.Path)).Errors;

        Assert.Equal(
            [
                "The tensor model.layers.0.mlp.up_proj.weight.absmax is missing.",
                "The tensor model.layers.1.self_attn.k_proj.weight has shape [64, 64] where the configuration asks for [32, 64].",
            ],
            errors.Select(error => error.Message));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    private static NF4Matrix Quantize(Tensor weight) => NF4Matrix.Quantize(weight.shape[0], weight.shape[1], weight.Reader(), CPU);

    private static IEnumerable<KeyValuePair<string, Tensor>> NF4(string name, Tensor weight) => BitsAndBytesWriter.Tensors(name, Quantize(weight));

    /// <summary>As bitsandbytes' <c>Linear8bitLt</c> names its parts; the numbers do not matter.</summary>
    private static KeyValuePair<string, Tensor>[] EightBits(string name, Tensor weight) =>
    [
        new(name, zeros_like(weight, ScalarType.Int8)),
        new(name.Replace(".weight", ".SCB", StringComparison.Ordinal), ones(weight.shape[0])),
        new(name.Replace(".weight", ".weight_format", StringComparison.Ordinal), zeros([], ScalarType.Byte)),
    ];

    private void Write(
        bool isSharded,
        Action<List<KeyValuePair<string, Tensor>>>? damage = null,
        Func<string, Tensor, IEnumerable<KeyValuePair<string, Tensor>>>? pack = null)
    {
        File.Copy(Path.Combine(Sound, "tokenizer.json"), Path.Combine(_folder.Path, "tokenizer.json"), overwrite: true);
        var configuration = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Sound, "config.json")))!;
        configuration["quantization_config"] = JsonNode.Parse("""{"quant_method": "bitsandbytes", "load_in_4bit": true, "load_in_8bit": false, "bnb_4bit_quant_type": "nf4"}""");
        _folder.Write("config.json", configuration.ToJsonString());
        using var weights = WeightSource.Open(Sound);
        var tensors = weights.Names.SelectMany(name => name.EndsWith("_proj.weight", StringComparison.Ordinal)
            ? (pack ?? NF4)(name, weights.ReadTensor(name))
            : [KeyValuePair.Create(name, weights.ReadTensor(name))]).ToList();
        damage?.Invoke(tensors);
        if (!isSharded)
        {
            SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), tensors);
            return;
        }

        // Every second tensor, so that the parts of a weight are apart.
        foreach (var shard in tensors.Index().GroupBy(tensor => tensor.Index % 2))
            SafetensorsWriter.Write(Path.Combine(_folder.Path, $"{shard.Key}.safetensors"), shard.Select(tensor => tensor.Item));
        _folder.Write("model.safetensors.index.json", new JsonObject
        {
            ["weight_map"] = new JsonObject(tensors.Index().Select(tensor => KeyValuePair.Create(tensor.Item.Key, (JsonNode?)$"{tensor.Index % 2}.safetensors"))),
        }.ToJsonString());
    }
}
