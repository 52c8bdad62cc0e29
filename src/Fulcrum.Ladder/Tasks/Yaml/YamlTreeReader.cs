using Fulcrum.Data;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fulcrum.Ladder.Tasks.Yaml;

/// <summary>Turns YAML text into a <see cref="YamlTree"/> by way of YamlDotNet's events, which carry positions.</summary>
internal sealed class YamlTreeReader
{
    // Nobody nests a task that deep by hand, and the readers here are recursive.
    private const int DeepestNesting = 50;

    private readonly string _text;
    private readonly Parser _events;
    private readonly InputErrorList _errors;
    private int _depth;

    private YamlTreeReader(string text, InputErrorList errors) => (_text, _events, _errors) = (text, new Parser(new StringReader(text)), errors);

    /// <summary>The content of the only document, or <see langword="null"/> where there is none or the syntax is broken; what is wrong goes to <paramref name="errors"/>.</summary>
    public static YamlTree? Read(string content, InputErrorList errors)
    {
        var reader = new YamlTreeReader(content, errors);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException e) when (e.Message.Contains(" tab ", StringComparison.Ordinal) && IndentingTab(content, (int)e.Start.Line) is { } tab)
        {
            // The parser points to the beginning of what the line belongs to, which may be the whole file.
            errors.Add(tab, "This line is indented with a tab.", "Indent with spaces.");
            return null;
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

    /// <summary>The first tab among the spaces that a line begins with, from a line (1 is the first) on.</summary>
    private static Mark? IndentingTab(string content, int firstLine)
    {
        foreach (var (index, line) in content.Split('\n').Index().Skip(firstLine - 1))
        {
            var tab = line.AsSpan().IndexOfAnyExcept(' ');
            if (tab >= 0 && line[tab] == '\t' && !string.IsNullOrWhiteSpace(line)) return new Mark(0, index + 1, tab + 1);
        }

        return null;
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
        var first = new Dictionary<string, YamlScalar>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not YamlScalar name)
                _errors.Add(key, "A key must be a word.");
            else if (!first.TryAdd(name.Text, name))
                _errors.Add(key, $"`{name.Text}` is duplicated; the first is in line {first[name.Text].Start.Line}.", "Leave one of them out.");
            else
                entries.Add(new YamlEntry(name, value));
        }

        return new YamlMapping(entries, start);
    }

    private YamlScalar ToScalar(Scalar scalar)
    {
        var (start, end) = ((int)scalar.Start.Index, (int)scalar.End.Index);
        return new(scalar.Value, scalar.Style == ScalarStyle.Plain, scalar.Start) { Written = _text.AsMemory(start, end - start) };
    }
}
