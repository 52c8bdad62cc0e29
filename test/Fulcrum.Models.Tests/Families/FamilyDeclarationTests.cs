using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Gguf;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Families;

/// <summary>
/// What every family must declare, on its tiny models in test/fixtures/models. A family that is registered is held to it without
/// a line here.
/// </summary>
public sealed class FamilyDeclarationTests : IDisposable
{
    private static readonly string[] Fixtures = [.. Directory.EnumerateDirectories(RepositoryFiles.Fixture("models")).Order(StringComparer.Ordinal)];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Families => [.. ModelFamilies.All.Select(family => family.ModelTypes[0])];

    public static TheoryData<string> Decoders => [.. ModelFamilies.All.OfType<DecoderFamily>().Select(family => family.ModelTypes[0])];

    public static TheoryData<string> Encoders => [.. ModelFamilies.All.OfType<EncoderFamily>().Select(family => family.ModelTypes[0])];

    [Fact]
    public void A_model_type_and_a_class_of_transformers_belong_to_one_family()
    {
        AssertDistinct(ModelFamilies.All.SelectMany(family => family.ModelTypes));
        AssertDistinct(ModelFamilies.All.OfType<DecoderFamily>().Select(family => family.TransformersClass));
        AssertDistinct(ModelFamilies.All.OfType<EncoderFamily>().Select(family => family.ClassifierClass));

        static void AssertDistinct(IEnumerable<string> names) => Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_a_tiny_model_with_numbers_of_the_reference(string modelType) => Assert.Contains(
        TinyModelsOf(modelType), folder => File.Exists(Path.Combine(folder, "golden.safetensors")));

    [Theory]
    [MemberData(nameof(Encoders))]
    public void An_encoder_is_read_as_such_and_refused_as_a_decoder(string modelType) => Assert.All(TinyModelsOf(modelType), folder =>
    {
        var file = Path.Combine(folder, "config.json");

        Assert.Equal(modelType, ConfigurationFile.ReadEncoder(file).ModelType);
        Assert.Equal($"A {modelType} is an encoder: it predicts no next token.", Assert.Throws<InputException>(() => ConfigurationFile.Read(file)).Errors[0].Message);
    });

    [Theory]
    [MemberData(nameof(Encoders))]
    public void An_encoder_becomes_a_classifier_of_the_class_that_transformers_has_for_it(string modelType) => Assert.All(TinyModelsOf(modelType), folder =>
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")))!.AsObject();

        ConfigurationWriter.MakeClassifier(json, ["spam", "ham"], LabelObjective.SingleLabel);

        Assert.Equal([ModelFamilies.Encoder(modelType)!.ClassifierClass], json["architectures"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("""{"spam":0,"ham":1}""", json["label2id"]!.ToJsonString());
        Assert.Equal(["spam", "ham"], ConfigurationFile.ReadEncoder(_folder.Write("config.json", json.ToJsonString())).Labels);
    });

    [Theory]
    [MemberData(nameof(Decoders))]
    public void What_is_written_of_a_decoder_is_read_as_the_same_configuration(string modelType) => Assert.All(Configurations(modelType), before =>
    {
        if (before.Rotary is { IsLinear: false })
        {
            Assert.Equal("Only linear rotary scaling can be written.", Assert.Throws<NotSupportedException>(() => ConfigurationWriter.Write(before)).Message);
            return;
        }

        var json = ConfigurationWriter.Write(before);
        var after = ConfigurationFile.Read(_folder.Write("config.json", json.ToJsonString()));

        Assert.Equal(modelType, (string?)json["model_type"]);
        Assert.Equal([Family(modelType).TransformersClass], json["architectures"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(before.EndTokens, after.EndTokens);
        Assert.Equal(before.WindowLayers, after.WindowLayers);
        Assert.Equal(before.Rotary?.Divisors, after.Rotary?.Divisors);
        Assert.Equal(before.AttentionScale ?? 0, after.AttentionScale ?? 0, 1e-15);
        Assert.Equal(TensorNames(before), TensorNames(after));
        Assert.Equal(before, after with
        {
            EndTokens = before.EndTokens, WindowLayers = before.WindowLayers, Rotary = before.Rotary, AttentionScale = before.AttentionScale, Names = before.Names,
        });
    });

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Every_tensor_of_a_decoder_has_a_name_in_llama_cpp_that_leads_back(string modelType)
    {
        if (Family(modelType).Gguf is not { } architecture) return;
        Assert.All(Configurations(modelType), configuration =>
        {
            var tensors = TensorNames(configuration);
            var names = new GgufNames(architecture, configuration.Names);

            string?[] stored = [.. tensors.Select(names.FromHuggingFace)];

            Assert.All(stored, Assert.NotNull);
            Assert.Equal(stored.Distinct(), stored);
            var ofFile = new GgufNames(architecture, architecture.CheckpointNames(stored.Contains));
            Assert.Equal(tensors, stored.Select(name => ofFile.ToHuggingFace(name!)));
        });
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void The_order_of_rows_in_llama_cpp_has_every_row_once(string modelType)
    {
        if (Family(modelType).Gguf is not { } architecture) return;
        Assert.All(Configurations(modelType), configuration =>
        {
            using var decoder = Decoder.Create(configuration, new Generator(1));
            Assert.All(decoder.Parameters, parameter =>
            {
                var rows = parameter.Value.shape[0];
                if (architecture.RowOrder(parameter.Key, rows, configuration.HeadCount, configuration.KeyValueHeadCount) is { } order)
                    Assert.Equal(Range(rows), Range(rows).Select(order).Order());
            });
        });

        static IEnumerable<long> Range(long count) => Enumerable.Range(0, (int)count).Select(row => (long)row);
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_GGUF_tells_the_configuration_of_a_decoder_or_is_refused_with_the_obstacle(string modelType)
    {
        if (Family(modelType).Gguf is not { } architecture) return;
        Assert.Same(architecture, Family(architecture.ModelType).Gguf);
        Assert.Same(architecture, ModelFamilies.Gguf(architecture.Name));
        Assert.All(TinyModelsOf(modelType), folder =>
        {
            var name = Path.GetFileName(folder);
            using var model = LanguageModel.Load(TinyModels.Copy(name, Path.Combine(_folder.Path, name)));
            var path = Path.Combine(_folder.Path, $"{name}.gguf");
            void Write() => GgufExport.Write(model, path, GgufPrecision.F32, TestContext.Current.CancellationToken);
            if (architecture.Obstacle(model.Configuration) is { } obstacle)
            {
                Assert.Equal($"{obstacle} cannot be written as GGUF: llama.cpp has none.", Assert.Throws<InputException>(Write).Errors[0].Message);
                return;
            }

            Write();

            using var written = new GgufWeights(path);
            var (before, after) = (model.Configuration, GgufConfiguration.Read(written));
            Assert.Equal(before.EndTokens, after.EndTokens);
            Assert.Equal((float)before.NormEpsilon, (float)after.NormEpsilon);
            Assert.Equal(before.AttentionScale ?? 0, after.AttentionScale ?? 0, 1e-9);
            Assert.Equal((float?)before.Rotary?.Theta, (float?)after.Rotary?.Theta);
            Assert.Equal(before.Rotary?.Divisors?.Select(divisor => (float)divisor), after.Rotary?.Divisors?.Select(divisor => (float)divisor));
            Assert.Equal(Windows(before), Windows(after));
            Assert.Equal(TensorNames(before), TensorNames(after));
            Assert.Equal(before with { ModelType = architecture.ModelType }, after with
            {
                EndTokens = before.EndTokens, NormEpsilon = before.NormEpsilon, AttentionScale = before.AttentionScale, Rotary = before.Rotary,
                WindowLayers = before.WindowLayers, Names = before.Names,
                PaddingToken = before.PaddingToken, InitializerRange = before.InitializerRange, // the tokenizer's, and told to nobody
            });
        });
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static DecoderFamily Family(string modelType) => ModelFamilies.Decoder(modelType)!;

    private static IReadOnlyList<ModelConfiguration> Configurations(string modelType) =>
        [.. TinyModelsOf(modelType).Select(folder => ConfigurationFile.Read(Path.Combine(folder, "config.json")))];

    private static string[] TinyModelsOf(string modelType)
    {
        string[] found = [.. Fixtures.Where(folder => File.Exists(Path.Combine(folder, "model.safetensors")) && ModelType(folder) == modelType)];
        Assert.True(found.Length > 0, $"{modelType} has no tiny model in test/fixtures/models.");
        return found;
    }

    private static string? ModelType(string folder) => (string?)JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")))!["model_type"];

    private static bool[] Windows(ModelConfiguration configuration) => [.. Enumerable.Range(0, configuration.LayerCount).Select(configuration.HasWindow)];

    private static string[] TensorNames(ModelConfiguration configuration)
    {
        using var decoder = Decoder.Create(configuration, new Generator(1));
        return [.. decoder.CheckpointTensors.Select(tensor => tensor.Key)];
    }
}
