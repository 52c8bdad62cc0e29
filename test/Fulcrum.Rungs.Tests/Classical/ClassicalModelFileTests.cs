using Fulcrum.Data;
using Fulcrum.Rungs.Classical;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Classical;

public sealed class ClassicalModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_loaded_model_predicts_the_same_and_is_saved_the_same(int labels)
    {
        var data = MadeUpMessages.Split(labels);
        var model = Train(data);
        var first = Path.Combine(_folder.Path, "first");
        var second = Path.Combine(_folder.Path, "second");

        var bytes = ClassicalModelFile.Save(model, first);
        var loaded = ClassicalModelFile.Load(first);
        ClassicalModelFile.Save(loaded, second);

        Assert.All(data.Test, e => Assert.Equal(model.Predict(e.Text), loaded.Predict(e.Text)));
        Assert.Equal(Bytes(first), Bytes(second));
        Assert.Equal(Bytes(first).Length, bytes);
        Assert.Equal([ClassicalModelFile.Name], Directory.GetFiles(first).Select(Path.GetFileName));
    }

    [Fact]
    public void Terms_outside_the_basic_plane_survive()
    {
        string[] texts = ["fun 😀😀", "\uD83D half", "naïve ☃☃"];
        var vectorizer = Vectorizer.Fit(TermWeighting.Counts, [NgramKind.Words, NgramKind.Characters], texts, TestContext.Current.CancellationToken);
        var counts = vectorizer.Transform(texts, TestContext.Current.CancellationToken);
        var model = new ClassicalModel(["a", "b"], vectorizer, NaiveBayes.Fit(counts, new ClassTargets([0, 1, 1], 2), 1));

        ClassicalModelFile.Save(model, _folder.Path);
        var loaded = ClassicalModelFile.Load(_folder.Path);
        Assert.All(texts, text => Assert.Equal(model.Predict(text), loaded.Predict(text)));
    }

    [Fact]
    public void A_model_of_labels_that_are_independent_is_another_format_to_those_who_do_not_know_it()
    {
        string[] texts = ["fun in the sun", "rain in spain", "fun and rain"];
        var vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, [NgramKind.Words], texts, TestContext.Current.CancellationToken);
        var targets = new LabelSetTargets([[0, 3], [1, 3], [0, 1, 3]], labels: 4);
        var regression = new LogisticRegression(vectorizer.Transform(texts, TestContext.Current.CancellationToken), targets);
        var model = new ClassicalModel(["fun", "rain", "snow", "any"], vectorizer, regression.Fit(10, () => false, TestContext.Current.CancellationToken));

        ClassicalModelFile.Save(model, _folder.Path);
        var loaded = ClassicalModelFile.Load(_folder.Path);
        var first = Bytes(_folder.Path);
        ClassicalModelFile.Save(loaded, _folder.Path);

        Assert.All(texts, text => Assert.Equal(model.Predict(text), loaded.Predict(text)));
        Assert.Equal([0, 1], loaded.Predict(texts[0])[2..]);
        Assert.Equal(first, Bytes(_folder.Path));
        using var reader = new BinaryReader(new MemoryStream(first));
        Assert.Equal("fulcrum-classical-2-sigmoid", reader.ReadString());
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ClassicalModelFile.Load(_folder.Path)).Errors);
        Assert.Equal(Path.Combine(_folder.Path, ClassicalModelFile.Name), error.File);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_file_cut_anywhere_or_of_another_kind_is_refused()
    {
        ClassicalModelFile.Save(Train(MadeUpMessages.Split(train: 6)), _folder.Path);
        var whole = Bytes(_folder.Path);
        for (var length = 0; length < whole.Length; length += 97) Refused(whole[..length]);
        Refused(whole[..^1]);
        Refused([.. "\u0005other"u8]);

        void Refused(byte[] content)
        {
            File.WriteAllBytes(Path.Combine(_folder.Path, ClassicalModelFile.Name), content);
            Assert.Throws<InputException>(() => ClassicalModelFile.Load(_folder.Path));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(string folder) => File.ReadAllBytes(Path.Combine(folder, ClassicalModelFile.Name));

    private static ClassicalModel Train(Data.Splitting.DataSplit data)
    {
        var labels = data.Labels.ToList();
        string[] texts = [.. data.Train.Select(e => e.Text)];
        var vectorizer = Vectorizer.Fit(
            TermWeighting.TfIdf, [NgramKind.Words, NgramKind.Characters], texts, TestContext.Current.CancellationToken);
        var features = vectorizer.Transform(texts, TestContext.Current.CancellationToken);
        var regression = new LogisticRegression(features, new ClassTargets([.. data.Train.Select(e => labels.IndexOf(e.Labels.Only))], labels.Count));
        return new ClassicalModel(labels, vectorizer, regression.Fit(10, () => false, TestContext.Current.CancellationToken));
    }
}
