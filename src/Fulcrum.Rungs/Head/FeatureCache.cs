using System.Security.Cryptography;
using System.Text;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// The features of texts that some process has computed before, found by the SHA-256 of the text; the texts themselves are not
/// kept. A folder for each model and way to read it, in which every process writes files of its own, so that none disturbs another.
/// Without a cache that works everything works, only slower.
/// </summary>
internal sealed class FeatureCache : IDisposable
{
    /// <summary>Bytes of all files together; the oldest make room.</summary>
    private const long DefaultLimit = 1L << 30;

    private readonly string _root;
    private readonly string _folder;
    private readonly long _limit;
    private readonly List<FeatureCacheFile> _files = [];
    private readonly Dictionary<UInt128, (FeatureCacheFile File, long Offset)> _known = [];
    private readonly List<string> _notes = [];
    private FeatureCacheWriter? _writer;
    private bool _isFull;

    private FeatureCache(string root, string key, long limit) => (_root, _folder, _limit) = (root, Path.Combine(root, key), limit);

    /// <summary>What a reader should know, e.g. that the cache cannot be written; often empty.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Opens what there is.</summary>
    /// <param name="root">The folder of all caches; it need not exist.</param>
    /// <param name="key">A name for what decides the features of a text.</param>
    /// <param name="limit">Bytes that all caches may take together.</param>
    public static FeatureCache Open(string root, string key, long limit = DefaultLimit)
    {
        var cache = new FeatureCache(root, key, limit);
        cache.Try("read", cache.Read);
        return cache;
    }

    /// <summary>The features of a text, or <see langword="null"/> where they are not known.</summary>
    public TextFeatures? Find(string text)
    {
        var hash = HashOf(text);
        if (!_known.TryGetValue(FeatureCacheFile.IndexOf(hash), out var place)) return null;
        TextFeatures? found = null;
        Try("read", () => found = place.File.Read(place.Offset, hash));
        return found;
    }

    /// <summary>Keeps features, where there is room.</summary>
    public void Add(IEnumerable<(string Text, TextFeatures Features)> features)
    {
        if (_isFull) return;
        var done = Try("written", () =>
        {
            foreach (var (text, of) in features)
            {
                _writer ??= CreateWriter(of.Vector.Length);
                _writer.Add(HashOf(text), of);
            }

            _writer?.Flush();
        });
        _isFull = !done || _writer?.Length > _limit / 8;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Try("written", () => _writer?.Dispose());
        foreach (var file in _files) file.Dispose();
    }

    private void Read()
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var path in Directory.EnumerateFiles(_folder, $"*{FeatureCacheFile.Extension}"))
        {
            if (FeatureCacheFile.Open(path) is not { } file)
            {
                _notes.Add($"The file {path} of the feature cache is damaged and was not used; delete it.");
                continue;
            }

            _files.Add(file);
            foreach (var (index, offset) in file.Records()) _known[index] = (file, offset);
        }
    }

    private FeatureCacheWriter CreateWriter(int dimensions)
    {
        Directory.CreateDirectory(_folder);
        MakeRoom();
        return new FeatureCacheWriter(Path.Combine(_folder, Path.GetRandomFileName() + FeatureCacheFile.Extension), dimensions);
    }

    private void MakeRoom()
    {
        var kept = new DirectoryInfo(_root).EnumerateFiles($"*{FeatureCacheFile.Extension}", SearchOption.AllDirectories).OrderByDescending(file => file.LastWriteTimeUtc).ToArray();
        var bytes = 0L;
        foreach (var file in kept)
            if ((bytes += file.Length) > _limit) file.Delete();
    }

    /// <summary>Whether it worked; otherwise a note says why not.</summary>
    private bool Try(string what, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var note = $"The feature cache {_folder} cannot be {what}: {e.Message}";
            if (!_notes.Contains(note)) _notes.Add(note);
            return false;
        }
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
