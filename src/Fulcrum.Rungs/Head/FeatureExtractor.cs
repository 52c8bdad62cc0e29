using System.Diagnostics;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;

namespace Fulcrum.Rungs.Head;

/// <summary>Texts to features: from the cache, where there is one, those that some process has computed before; the others by the model.</summary>
internal sealed class FeatureExtractor : IDisposable
{
    private readonly HeadRecord _record;
    private readonly FeatureCache? _cache;

    /// <summary>Opens model and cache.</summary>
    /// <param name="models">Lends the model, and says where features are kept, if anywhere.</param>
    /// <param name="path">The model.</param>
    /// <param name="record">How it is read.</param>
    /// <param name="device">Where it computes.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public FeatureExtractor(ModelCache models, string path, HeadRecord record, ComputeDevice device)
    {
        _record = record;
        Model = FeatureModel.Open(models, path, record, device);
        if (models.FeatureFolder is { } folder) _cache = FeatureCache.Open(folder, record.Key(ModelHash.Compute(path), device));
    }

    /// <summary>The model.</summary>
    public ITextEmbedder Model { get; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _cache?.Notes ?? [];

    /// <summary>Texts whose features came from the cache.</summary>
    public int Reused { get; private set; }

    /// <summary>What computing those took, in whichever process did.</summary>
    public double ReusedSeconds { get; private set; }

    /// <summary>What is wrong with a text that is too long for the model; otherwise <see langword="null"/>.</summary>
    public Data.InputError? Check(string text) => _record.Check(Model, text);

    /// <summary>The features of every text, in the order that is quickest.</summary>
    /// <param name="texts">The texts, none too long.</param>
    /// <param name="extracted">Is told of each, by its position, as it is there.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public void Extract(IReadOnlyList<string> texts, Action<int, TextFeatures> extracted, CancellationToken cancellationToken)
    {
        var missing = new List<int>();
        foreach (var (index, text) in texts.Index())
        {
            if (_cache?.Find(text) is { } known) Reuse(index, known);
            else missing.Add(index);
        }

        Compute(
            [.. missing.Select(index => texts[index])],
            batch =>
            {
                _cache?.Add(batch.Select(computed => (texts[missing[computed.Index]], computed.Features)));
                foreach (var (index, features) in batch) extracted(missing[index], features);
            },
            cancellationToken);

        void Reuse(int index, TextFeatures known)
        {
            Reused++;
            ReusedSeconds += known.Milliseconds / 1000;
            extracted(index, known);
        }
    }

    /// <summary>The features of texts as the model computes them now, batch by batch.</summary>
    public void Compute(IReadOnlyList<string> texts, Action<IReadOnlyList<(int Index, TextFeatures Features)>> computed, CancellationToken cancellationToken)
    {
        var rows = new (int[] Ids, bool WasCut, double Milliseconds)[texts.Count];
        foreach (var (index, text) in texts.Index())
        {
            var start = Stopwatch.GetTimestamp();
            var (ids, wasCut) = _record.Tokenize(Model, text);
            rows[index] = (ids, wasCut, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Model.EmbedInBatches(
            [.. rows.Select(row => row.Ids)],
            batch => computed([.. batch.Indices.Zip(batch.Vectors, (index, vector) => (index, Features(rows[index], vector, batch.Milliseconds)))]),
            cancellationToken);

        static TextFeatures Features((int[] Ids, bool WasCut, double Milliseconds) row, float[] vector, double milliseconds) =>
            new(vector, row.Ids.Length, row.WasCut, row.Milliseconds + milliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache?.Dispose();
        Model.Dispose();
    }
}
