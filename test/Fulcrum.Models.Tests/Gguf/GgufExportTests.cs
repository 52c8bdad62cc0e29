using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Tests.Weights;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Gguf;

public sealed class GgufExportTests : IDisposable
{
    /// <summary>What the model's files do not tell, or what another precision changes.</summary>
    private static readonly string[] OfTheMakers =
    [
        "general.name", "general.organization", "general.finetune", "general.basename", "general.size_label", "general.license",
        "general.languages", "general.file_type", "tokenizer.ggml.add_space_prefix",
    ];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [MemberData(nameof(MadeModel.Exported), MemberType = typeof(MadeModel))]
    public void Single_precision_comes_back_bit_for_bit_with_the_configuration(string modelType, string scaling)
    {
        using var model = MadeModel.LoadExported(_folder, modelType, scaling);

        using var back = LanguageModel.Load(Write(model, GgufPrecision.F32));

        Assert.Equal(model.Decoder.Parameters.Select(pair => pair.Key), back.Decoder.Parameters.Select(pair => pair.Key));
        Assert.All(model.Decoder.Parameters.Zip(back.Decoder.Parameters), pair =>
            Assert.Equal(pair.First.Value.data<float>(), pair.Second.Value.data<float>()));
        var (before, after) = (model.Configuration, back.Configuration);
        Assert.Equal(before.Rotary!.Divisors?.Select(divisor => (float)divisor), after.Rotary!.Divisors?.Select(divisor => (float)divisor));
        Assert.Equal(before.EndTokens, after.EndTokens);
        Assert.Equal((float)before.NormEpsilon, (float)after.NormEpsilon);
        Assert.Equal(before, after with
        {
            ModelType = before.ModelType, // llama.cpp has Mistral as a Llama
            Rotary = before.Rotary, EndTokens = before.EndTokens, NormEpsilon = before.NormEpsilon, Names = before.Names,
        });
    }

    [Theory]
    [InlineData("mistral", "sliding window")]
    [InlineData("qwen2", "rotary scaling")]
    public void A_model_that_llama_cpp_would_take_for_another_is_refused(string modelType, string what)
    {
        using var model = MadeModel.Load(_folder, "tiny-bpe", new()
        {
            ["model_type"] = modelType, ["sliding_window"] = 16, ["n_embd"] = 64, ["n_head"] = 4, ["n_layer"] = 2,
            ["rope_parameters"] = null, ["rope_scaling"] = JsonNode.Parse(
                """{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":32}"""),
        });

        Assert.Contains(what, Refused(model));
    }

    [Fact]
    public void Quantized_weights_are_not_written()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"), precision: WeightPrecision.EightBit);

        Assert.Throws<InvalidOperationException>(() => Write(model, GgufPrecision.F32));
    }

    [Fact]
    public void Half_precision_comes_back_bit_for_bit_from_half_precision()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        File.Copy(Path.Combine(model.Folder!, "tokenizer.json"), Path.Combine(_folder.Path, "tokenizer.json"));
        var path = Path.Combine(_folder.Path, "llama.gguf"); // the name goes into the file
        GgufExport.Write(model, path, GgufPrecision.F16, TestContext.Current.CancellationToken);
        using var halved = LanguageModel.Load(path);

        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Write(halved, GgufPrecision.F16)));
        Assert.All(model.Decoder.Parameters.Zip(halved.Decoder.Parameters), pair =>
        {
            var rounded = pair.First.Value.dim() < 2 ? pair.First.Value : pair.First.Value.to(ScalarType.Float16).to(ScalarType.Float32);
            Assert.Equal(rounded.data<float>(), pair.Second.Value.data<float>());
        });
    }

    [Fact]
    public void Eight_bits_are_those_of_the_reference_converter()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        using var written = new GgufWeights(Write(model, GgufPrecision.Q8));

        using var expected = new GgufWeights(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"));
        var names = new GgufNames(expected.Architecture, model.Configuration.Names);
        Assert.Equal(expected.Names.Order(), written.Names.Order());
        Assert.All(expected.Names, name =>
        {
            using var scope = NewDisposeScope();
            Assert.Equal(expected.ReadTensor(name).data<float>(), written.ReadTensor(name).data<float>());
            var stored = expected.File.Tensors[names.FromHuggingFace(name)!];
            Assert.Equal(stored.Type, written.File.Tensors[stored.Name].Type);
        });
    }

    [Fact]
    public void Rows_that_blocks_do_not_divide_are_half_precision()
    {
        using var model = MadeModel.Load(_folder, "tiny-bpe", new() { ["hidden_size"] = 48, ["num_attention_heads"] = 3, ["num_key_value_heads"] = 3 });

        using var written = new GgufWeights(Write(model, GgufPrecision.Q8));

        Assert.Equal(GgufType.F16, written.File.Tensors["blk.0.ffn_up.weight"].Type);
        Assert.Equal(GgufType.Q8_0, written.File.Tensors["blk.0.ffn_down.weight"].Type);
        Assert.Equal(GgufType.F32, written.File.Tensors["output_norm.weight"].Type);
    }

    [Fact]
    public void The_real_model_is_written_as_its_makers_wrote_it_but_for_the_precision()
    {
        var source = RepositoryFiles.Shared("models/SmolLM2-135M-Instruct");
        using var model = LanguageModel.Load(source);

        using var written = new GgufWeights(Write(model, GgufPrecision.Q8));

        using var expected = new GgufWeights(Path.Combine(source, "SmolLM2-135M-Instruct.Q4_1.gguf"));
        Assert.All(expected.Metadata.ExceptBy(OfTheMakers, pair => pair.Key), pair => Assert.Equal(pair.Value, written.Metadata[pair.Key]));
        Assert.Equal("SmolLM2-135M-Instruct", written.Metadata["general.name"]);
        Assert.Equal(expected.File.Tensors.Keys.Order(), written.File.Tensors.Keys.Order());
        Assert.All(expected.File.Tensors.Values, tensor => Assert.Equal(tensor.Shape, written.File.Tensors[tensor.Name].Shape));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Equal(File.ReadAllBytes(Write(model, GgufPrecision.Q8)), File.ReadAllBytes(Write(model, GgufPrecision.Q8)));
    }

    [Fact]
    public void Roles_of_tokens_and_the_chat_template_are_told()
    {
        _folder.Write("chat_template.jinja", "{% for m in messages %}[{{ m.content }}]{% endfor %}");
        _folder.Write("generation_config.json", """{"eos_token_id":[2,7]}""");
        using var model = MadeModel.Load(_folder, "tiny-bpe");

        var path = Write(model, GgufPrecision.F32);

        using var written = new GgufWeights(path);
        Assert.Equal("{% for m in messages %}[{{ m.content }}]{% endfor %}", written.Metadata["tokenizer.chat_template"]);
        Assert.Equal((1L, 2L, 7L, 3L, 0L), (Role("bos"), Role("eos"), Role("eot"), Role("unknown"), Role("padding")));
        File.Delete(Path.Combine(_folder.Path, "chat_template.jinja"));
        using var back = LanguageModel.Load(path);
        Assert.Equal([2, 7], back.Configuration.EndTokens);
        Assert.NotNull(back.ChatTemplate);

        long Role(string role) => (long)written.Metadata[$"tokenizer.ggml.{role}_token_id"];
    }

    [Fact]
    public void Embedding_rows_without_a_token_are_marked_unused()
    {
        using var model = MadeModel.Load(_folder, "tiny-bpe", new() { ["vocab_size"] = 520 });

        using var written = new GgufWeights(Write(model, GgufPrecision.F32));

        var (tokens, types) = ((List<object>)written.Metadata["tokenizer.ggml.tokens"], (List<object>)written.Metadata["tokenizer.ggml.token_type"]);
        Assert.Equal((520, 520), (tokens.Count, types.Count));
        Assert.Equal(("[PAD519]", 5L), (tokens[519], types[519]));
        Assert.Equal((3L, 1L), (types[0], types[300]));
    }

    [Fact]
    public void A_model_without_a_tokenizer_is_refused()
    {
        foreach (var name in (string[])["config.json", "model.safetensors"])
            File.Copy(RepositoryFiles.Fixture($"models/llama/{name}"), Path.Combine(_folder.Path, name));
        using var model = LanguageModel.Load(_folder.Path);

        Assert.Contains("no tokenizer.json", Refused(model));
    }

    [Theory]
    [InlineData("unigram-t5", "not byte-pair")]
    [InlineData("bpe-roberta", "no name for")]
    [InlineData("bpe-falcon", "no name for")]
    [InlineData("added-tokens", "no name for")]
    [InlineData("sp-bpe-llama2", "SentencePiece")]
    public void A_tokenizer_that_llama_cpp_does_not_have_is_refused(string tokenizer, string reason)
    {
        using var model = MadeModel.Load(_folder, tokenizer, new() { ["vocab_size"] = 1000 });

        Assert.Contains(reason, Refused(model));
    }

    [Fact]
    public void A_write_that_is_canceled_leaves_nothing()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

        Assert.Throws<OperationCanceledException>(() => GgufExport.Write(model, Path.Combine(_folder.Path, "a.gguf"), GgufPrecision.F32, new CancellationToken(true)));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(LanguageModel model, GgufPrecision precision)
    {
        var path = Path.Combine(_folder.Path, $"{precision}.gguf");
        GgufExport.Write(model, path, precision, TestContext.Current.CancellationToken);
        return path;
    }

    private string Refused(LanguageModel model) => Assert.Throws<InputException>(() => Write(model, GgufPrecision.F32)).Message;
}
