using CsCheck;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Retrieval;

public sealed class ExampleFinderTests
{
    private static readonly string[] Words = ["cat", "cats", "dog", "bird", "the", "sat", "house", "of", "cards"];
    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1].Array[0, 6].Select(words => string.Join(' ', words.Select(word => Words[word])));

    [Fact]
    public void Tf_idf_finds_what_comparing_all_pairs_finds() =>
        Gen.Select(Text.Array[1, 12], Text, Gen.Int[1, 5]).Sample((texts, text, count) =>
        {
            using var finder = new TfIdfFinder(texts, TestContext.Current.CancellationToken);
            var vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, [NgramKind.Words, NgramKind.Characters], texts, TestContext.Current.CancellationToken);

            AssertNearest([.. texts.Select(Dense)], Dense(text), finder.Nearest(text, count), count);

            float[] Dense(string of)
            {
                var (indices, values) = vectorizer.Transform(of);
                var dense = new float[vectorizer.Columns];
                foreach (var (index, value) in indices.Zip(values)) dense[index] = value;
                return dense[..^1];
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void Embeddings_find_what_comparing_all_pairs_finds()
    {
        string[] texts = ["the cat sat", "the cats sat", "a house of cards", "", "dog", "the bird sat of the house", "cards"];
        using var models = new ModelCache();
        using var finder = Embedding(models, texts);
        using var embedder = TextEmbedder.Load(RepositoryFiles.Fixture("models/bert"));
        var vectors = embedder.Embed(texts, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var text in (string[])["the cat", "house", "", "cards of dogs"])
            AssertNearest(vectors, embedder.Embed([text], cancellationToken: TestContext.Current.CancellationToken)[0], finder.Nearest(text, 4), 4);

        Assert.Equal("bert", finder.Name);
        Assert.Equal(166_368, finder.ParameterCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_is_most_like_itself(bool embeddings)
    {
        string[] texts = ["win a prize", "lunch at five", "see you at home", "call me now"];
        using var models = new ModelCache();
        using IExampleFinder finder = embeddings ? Embedding(models, texts) : new TfIdfFinder(texts, TestContext.Current.CancellationToken);

        Assert.All(texts.Index(), text => Assert.Equal(text.Index, finder.Nearest(text.Item, 1)[0]));
        Assert.Equal(4, finder.Nearest("lunch", 9).Length);
    }

    [Fact]
    public void A_text_that_is_forgotten_leaves_no_trace()
    {
        using var finder = new TfIdfFinder(["cat dog", "bird house"], TestContext.Current.CancellationToken);

        finder.Nearest("bird house", 1);

        Assert.Equal([0, 1], finder.Nearest("cat", 2));
    }

    private static EmbeddingFinder Embedding(ModelCache models, string[] texts) => EmbeddingFinder.Create(
        models, new ModelReference(RepositoryFiles.Fixture("models/bert")), texts, ComputeDevice.Cpu, new Progress<double>(), TestContext.Current.CancellationToken);

    /// <summary>Texts that are equally near but for rounding may change places.</summary>
    private static void AssertNearest(float[][] vectors, float[] vector, int[] found, int count)
    {
        var cosines = vectors.Select(other => Cosine(other, vector)).ToArray();
        var expected = cosines.OrderDescending().Take(count).ToArray();

        Assert.Equal(expected.Length, found.Distinct().Count());
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, cosines[pair.First], 1e-5));
    }

    private static double Cosine(float[] left, float[] right)
    {
        double product = 0, leftSquares = 0, rightSquares = 0;
        for (var i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
            leftSquares += (double)left[i] * left[i];
            rightSquares += (double)right[i] * right[i];
        }

        return product == 0 ? 0 : product / Math.Sqrt(leftSquares * rightSquares);
    }
}
