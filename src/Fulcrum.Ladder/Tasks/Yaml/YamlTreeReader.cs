using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fulcrum.Ladder.Tasks.Yaml;

/// <summary>Turns YAML text into a <see cref="YamlTree"/> by way of YamlDotNet's events, which carry positions.</summary>
internal sealed class YamlTreeReader
{
    // Nobody nests a task that deep by hand, and the readers here are recursive.
    private const int DeepestNesting = 50;

    private readonly Parser _events;
    private readonly ErrorList _errors;
    private int _depth;

    private YamlTreeReader(TextReader text, ErrorList errors) => (_events, _errors) = (new Parser(text), errors);

    /// <summary>The content of the only document, or <see langword="null"/> where there is none or the syntax is broken; what is wrong goes to <paramref name="errors"/>.</summary>
    public static YamlTree? Read(TextReader text, ErrorList errors)
    {
        var reader = new YamlTreeReader(text, errors);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException e)
        {
            errors.Add(e.Start, $"This is not valid YAML: {e.Message.TrimEnd('.')}.");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser loses its way in some broken brackets and tags; it stands right behind what it last understood.
            errors.Add(reader._events.Current?.End ?? new Mark(0, 1, 1), "This is not valid YAML from here on.");
            return null;
        }
    }

    private YamlTree? ReadStream()
    {
        _events.Consume<StreamStart>();
        if (!_events.TryConsume<DocumentStart>(out _))
        {
            _errors.Add(new Mark(0, 1, 1), "The file is empty.", "A task needs at least `name` and `data`.");
            return null;
        }

        var root = ReadNode();
        _events.Consume<DocumentEnd>();
        if (_events.TryConsume<DocumentStart>(out var second))
            _errors.Add(second.Start, "A second document starts here.", "A task file holds one document.");
        return root;
    }

    private YamlTree ReadNode()
    {
        if (_depth >= DeepestNesting)
            throw new YamlException(_events.Current!.Start, _events.Current.End, "nested too deeply");
        _depth++;
        var node = Read();
        _depth--;
        return node;
    }

    private YamlTree Read()
    {
        if (_events.TryConsume<Scalar>(out var scalar)) return ToScalar(scalar);
        if (_events.TryConsume<SequenceStart>(out var sequence)) return ReadSequence(sequence.Start);
        if (_events.TryConsume<MappingStart>(out var mapping)) return ReadMapping(mapping.Start);
        var alias = _events.Consume<AnchorAlias>();
        throw new YamlException(alias.Start, alias.End, "aliases (*name) are not understood here; write the value out");
    }

    private YamlSequence ReadSequence(Mark start)
    {
        var items = new List<YamlTree>();
        while (!_events.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode());
        return new YamlSequence(items, start);
    }

    private YamlMapping ReadMapping(Mark start)
    {
        var entries = new List<YamlEntry>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not YamlScalar name)
                _errors.Add(key, "A key must be a word.");
            else if (entries.Find(e => e.Key.Text == name.Text) is { } first)
                _errors.Add(key, $"`{name.Text}` stands twice; the first is in line {first.Key.Start.Line}.", "Leave one of them out.");
            else
                entries.Add(new YamlEntry(name, value));
        }

        return new YamlMapping(entries, start);
    }

    private static YamlScalar ToScalar(Scalar scalar) =>
        new(scalar.Value, scalar.Style == ScalarStyle.Plain, scalar.Start);
}
