using Fulcrum.Data;
using Fulcrum.Models.Verification;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Verification;

/// <summary>Golden files with one thing wrong, verified against a model that has 512 tokens and a context of 256.</summary>
public sealed class DamagedGoldenTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"suggested_atol\": 1e-4, \"suggested_atol\": 1}", "not valid JSON")]
    [InlineData("{\"suggested_atol\": \"1e-4\"}", "suggested_atol is \"1e-4\"")]
    [InlineData("{\"suggested_atol\": -1}", "suggested_atol is -1")]
    [InlineData("{\"suggested_atol\": 1e999}", "suggested_atol is 1e999")]
    [InlineData("{\"greedy\": {}}", "greedy is no list")]
    [InlineData("{\"greedy\": [1]}", "Greedy run 0 has no list of tokens `prompt`")]
    [InlineData("{\"greedy\": [{\"new_tokens\": [1]}]}", "Greedy run 0 has no list of tokens `prompt`")]
    [InlineData("{\"greedy\": [{\"prompt\": [1], \"new_tokens\": []}]}", "Greedy run 0 has no list of tokens `new_tokens`")]
    [InlineData("{\"greedy\": [{\"prompt\": [1, \"2\"], \"new_tokens\": [1]}]}", "holds \"2\", which is no token id")]
    [InlineData("{\"greedy\": [{\"prompt\": [1.5], \"new_tokens\": [1]}]}", "holds 1.5, which is no token id")]
    [InlineData("{\"greedy\": [{\"prompt\": [1], \"new_tokens\": [512]}]}", "Greedy run 0 holds 512 where the model takes 0 to 511")]
    [InlineData("{\"greedy\": [{\"prompt\": [-1], \"new_tokens\": [1]}]}", "Greedy run 0 holds -1 where the model takes 0 to 511")]
    [InlineData("{\"greedy\": []}", "does not say the tokens of greedy run 0")]
    [InlineData("{}", "does not say the tokens of greedy run 0")]
    public void Numbers_that_are_no_numbers_of_a_golden_are_refused(string json, string expected)
    {
        _folder.Write("golden.json", json);

        Assert.Contains(expected, Refused(("greedy0.logits", zeros(1, 512))).Message);
    }

    [Fact]
    public void A_greedy_run_beyond_the_context_is_refused()
    {
        _folder.Write("golden.json", $"{{\"greedy\": [{{\"prompt\": [{string.Join(",", Enumerable.Repeat(1, 256))}], \"new_tokens\": [1]}}]}}");

        Assert.Contains("257 tokens where the model takes at most 256", Refused(("greedy0.logits", zeros(1, 512))).Message);
    }

    public static TheoryData<string> Ids => ["list", "float", "none", "negative", "large", "long", "absent"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ids_that_the_model_cannot_take_are_refused(string damage)
    {
        var (ids, expected) = damage switch
        {
            "list" => (tensor(new[] { 1L, 2 }), "input_ids is I64 [2]; ids are I64 [rows, tokens]"),
            "float" => (ones(1, 2), "input_ids is F32 [1, 2]; ids are I64 [rows, tokens]"),
            "none" => (zeros(1, 0, ScalarType.Int64), "input_ids is I64 [1, 0]"),
            "negative" => (tensor(new[,] { { 1L, -3 } }), "input_ids holds -3 where the model takes 0 to 511"),
            "large" => (tensor(new[,] { { 1L, 512 } }), "input_ids holds 512 where the model takes 0 to 511"),
            "long" => (ones(1, 257, ScalarType.Int64), "rows of 257 tokens where the model takes at most 256"),
            _ => (null, "input_ids is missing"),
        };

        foreach (var output in (string[])["logits", "token_logprobs", "hidden.layer0", "hidden.final"])
            Assert.Contains(expected, Refused([(output, zeros(1, 2, 512)), .. ids is null ? [] : new[] { ("input_ids", ids) }]).Message);
    }

    [Theory]
    [InlineData("1 1 1, 1 0 1", "one side")] // a hole
    [InlineData("1 1 0, 0 1 1", "one side")] // either side
    [InlineData("1 1 1, 0 0 0", "one side")] // nothing to read
    [InlineData("1 1 1, 2 0 0", "one side")] // as many as a right one
    [InlineData("1 1, 1 0", "beside ids [2, 3]")]
    public void A_mask_that_is_not_of_a_batch_padded_on_one_side_is_refused(string mask, string expected)
    {
        long[][] rows = [.. mask.Split(", ").Select(row => row.Split(' ').Select(long.Parse).ToArray())];

        var refused = Refused(
            ("right.logits", zeros(2, 3, 512)), ("right.input_ids", ones(2, 3, ScalarType.Int64)),
            ("right.attention_mask", tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length])));

        Assert.Contains("right.attention_mask", refused.Message);
        Assert.Contains(expected, refused.Message);
    }

    [Theory]
    [InlineData("integers", "logits is I64 [1, 2, 512]; outputs are F32")]
    [InlineData("shape", "has shape [1, 3, 512] where the model gives [1, 2, 512]")]
    public void Outputs_that_are_none_of_the_model_are_refused(string damage, string expected)
    {
        var logits = damage == "integers" ? zeros(1, 2, 512, ScalarType.Int64) : zeros(1, 3, 512);

        Assert.Contains(expected, Refused(("input_ids", ones(1, 2, ScalarType.Int64)), ("logits", logits)).Message);
    }

    [Fact]
    public void Of_one_token_there_is_no_next_one_to_compare() => Assert.Contains(
        "token_logprobs is F32 [1, 0]", Refused(("input_ids", ones(1, 1, ScalarType.Int64)), ("token_logprobs", zeros(1, 0))).Message);

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private InputException Refused(params (string Name, Tensor Tensor)[] tensors)
    {
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "golden.safetensors"), tensors.Select(entry => KeyValuePair.Create(entry.Name, entry.Tensor)));
        using var model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));
        return Assert.Throws<InputException>(() =>
        {
            using var golden = new GoldenFile(_folder.Path);
            _ = DecoderVerification.Run(model.Decoder, golden).ToList();
        });
    }
}
