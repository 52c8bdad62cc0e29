using System.Text;
using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// A <see cref="ClassicalModel"/> on disk, one little-endian file: mark, weighting, labels, per block its kind, number of texts and
/// (term, document frequency) pairs, the learned labels, the weights. Counts are 7-bit encoded, strings UTF-8, weights float32. The
/// mark names the link from scores to probabilities too, see <see cref="ScoreLink.Mark"/>.
/// </summary>
internal static class ClassicalModelFile
{
    /// <summary>The file's name in an artifact folder.</summary>
    public const string Name = "classical.bin";

    private const string Format = "fulcrum-classical-2";

    /// <summary>Writes the model into <paramref name="folder"/>, which is created where it does not exist.</summary>
    /// <returns>The file's size in bytes.</returns>
    public static long Save(ClassicalModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            Write(model, writer);
        });
        return new FileInfo(path).Length;
    }

    /// <summary>Reads the model in <paramref name="folder"/>.</summary>
    /// <exception cref="InputException">The file is missing, truncated or something else.</exception>
    public static ClassicalModel Load(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            return Read(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw new InputException(
                new InputError($"The classical model cannot be read: {e.Message}") { File = path, Remedy = "Run the comparison again to make it anew." }, e);
        }
    }

    private static void Write(ClassicalModel model, BinaryWriter writer)
    {
        writer.Write(model.Linear.Link.Mark(Format));
        writer.Write((byte)model.Vectorizer.Weighting);
        writer.Write7BitEncodedInt(model.Labels.Count);
        foreach (var label in model.Labels) writer.Write(label);

        writer.Write7BitEncodedInt(model.Vectorizer.Blocks.Count);
        foreach (var block in model.Vectorizer.Blocks)
        {
            writer.Write((byte)block.Kind);
            writer.Write7BitEncodedInt(block.Documents);
            writer.Write7BitEncodedInt(block.Count);
            for (var id = 0; id < block.Count; id++)
            {
                writer.Write(block.Term(id));
                writer.Write7BitEncodedInt(block.DocumentFrequencies[id]);
            }
        }

        model.Linear.Link.Write(writer);
        foreach (var weight in model.Linear.Weights) writer.Write(weight);
    }

    private static ClassicalModel Read(BinaryReader reader)
    {
        var readLink = ScoreLink.Reader(reader.ReadString(), Format);
        var weighting = (TermWeighting)reader.ReadByte();
        var labels = ReadMany(reader, static r => r.ReadString());
        var blocks = ReadMany(reader, ReadBlock);
        var vectorizer = new Vectorizer(weighting, blocks);

        var link = readLink(reader, labels.Count);
        var weights = new float[vectorizer.Columns * link.Scores];
        for (var k = 0; k < weights.Length; k++) weights[k] = reader.ReadSingle();
        return new ClassicalModel(labels, vectorizer, new LinearModel(link, weights));
    }

    private static NgramBlock ReadBlock(BinaryReader reader)
    {
        var kind = (NgramKind)reader.ReadByte();
        var documents = reader.Read7BitEncodedInt();
        return NgramBlock.Restore(kind, documents, ReadMany(reader, static r => (r.ReadString(), r.Read7BitEncodedInt())));
    }

    private static List<T> ReadMany<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        List<T> items = [];
        for (var i = 0; i < count; i++) items.Add(read(reader));
        return items;
    }
}
