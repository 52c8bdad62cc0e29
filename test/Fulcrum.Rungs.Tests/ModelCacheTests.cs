using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Quantization;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

public sealed class ModelCacheTests
{
    private static readonly string Llama = RepositoryFiles.Fixture("models/llama");

    [Fact]
    public void A_model_that_came_back_is_lent_again()
    {
        using var cache = new ModelCache();

        Assert.Same(cache.Load(Llama), cache.Load(Llama));
    }

    [Fact]
    public void A_model_that_was_changed_is_not_lent_again()
    {
        using var cache = new ModelCache();
        using (var loan = cache.Borrow(Llama, LoanTerms.On("cpu"))) loan.MarkChanged();
        var first = cache.Load(Llama);

        using (var loan = cache.Borrow(Llama, LoanTerms.On("cpu")))
        {
            Assert.Same(first, loan.Model);
            loan.MarkChanged();
        }

        Assert.NotSame(first, cache.Load(Llama));
    }

    [Fact]
    public void How_a_model_reads_text_is_told_before_its_weights_are_read()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Llama)) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var configuration = Path.Combine(folder.Path, "config.json");
        var json = JsonNode.Parse(File.ReadAllText(configuration))!;
        json["num_hidden_layers"] = 1;
        File.WriteAllText(configuration, json.ToJsonString());
        using var cache = new ModelCache();
        ModelText? told = null;

        var refused = Assert.Throws<InputException>(() => cache.Borrow(folder.Path, LoanTerms.On("cpu"), text => told = text));

        Assert.Contains("has no place in this model", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(told?.Tokenizer);
    }

    [Fact]
    public void How_a_model_reads_text_is_told_where_it_is_lent_again()
    {
        using var cache = new ModelCache();
        var model = cache.Load(Llama);
        ModelText? told = null;

        cache.Borrow(Llama, LoanTerms.On("cpu"), text => told = text).Dispose();

        Assert.Same(model.Text, told);
    }

    [Fact]
    public void Two_loans_at_a_time_are_two_models()
    {
        using var cache = new ModelCache();

        using var first = cache.Borrow(Llama, LoanTerms.On("cpu"));
        using var second = cache.Borrow(Llama, LoanTerms.On("cpu"));

        Assert.NotSame(first.Model, second.Model);
    }

    [Fact]
    public void Another_precision_gives_another_model()
    {
        using var cache = new ModelCache();

        var full = cache.Load(Llama);
        var quantized = cache.Load(Llama, WeightPrecision.NF4);

        Assert.NotSame(full, quantized);
        Assert.NotNull(quantized.Decoder.Head.Quantized);
        Assert.Same(quantized, cache.Load(Llama, WeightPrecision.NF4));
    }

    [Fact]
    public void An_embedding_model_that_came_back_is_lent_again_beside_a_language_model()
    {
        using var folder = new TemporaryFolder();
        using var cache = new ModelCache();
        var path = TinyModels.Copy("bert", Path.Combine(folder.Path, "bert"));
        var llama = cache.Load(Llama);
        var loan = cache.BorrowEmbedder(path, ComputeDevice.Cpu);
        var expected = loan.Embed(["a text"], cancellationToken: TestContext.Current.CancellationToken)[0];
        loan.Dispose();
        loan.Dispose();
        // Nobody can load it any more.
        Directory.Delete(path, recursive: true);

        using (var again = cache.BorrowEmbedder(path, ComputeDevice.Cpu))
        {
            Assert.Equal(expected, again.Embed(["a text"], cancellationToken: TestContext.Current.CancellationToken)[0]);
            Assert.Throws<InputException>(() => cache.BorrowEmbedder(path, ComputeDevice.Cpu));
        }

        Assert.Same(llama, cache.Load(Llama));
    }

    [Fact]
    public void Another_path_gives_another_model()
    {
        using var cache = new ModelCache();

        Assert.NotSame(cache.Load(Llama), cache.Load(RepositoryFiles.Fixture("models/llama-sharded")));
    }
}
