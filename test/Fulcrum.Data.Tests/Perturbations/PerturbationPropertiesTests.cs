using System.Globalization;
using System.Text;
using CsCheck;
using Fulcrum.Data.Perturbations;

namespace Fulcrum.Data.Tests.Perturbations;

/// <summary>What holds for every perturbation of every text.</summary>
public sealed class PerturbationPropertiesTests
{
    private const string Flag = "\U0001F1E9\U0001F1EA", Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467", Keycap = "1\uFE0F\u20E3", Hangul = "\u1112\u1161\u11AB";

    private static readonly string[] Pieces =
    [
        "order", "Invoice", "straße", "cafe\u0301", "re\u0301sume\u0301teller", "Ünïcode", "привет", "注文番号", " ", " ", " ", "  ", "\r\n", "\n\n", ".", "!?", "17", "2", "4", "0815", "12:30",
        "3.14", "1234567890123", "https://example.com/a1B2?x=9#top.", "http://example.org", "www.example.net/", "ada@example.com", Flag, Family, Keycap, Hangul, "\U0001F44D\U0001F3FD", "\u0928\u092E\u0938\u094D\u0924\u0947",
        " \u0301", " \U0001F3FD", "\u0600\u0031", "x\u20D0https://a.b\u0301",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 40].Select(string.Concat);

    private static readonly Gen<string> Word = Gen.Int[0, 4].Select(word => new[] { "order", "Invoice", "would", "is", "paid" }[word]);

    public static TheoryData<string> Names => [.. Perturber.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Valid_text_stays_valid_and_characters_stay_whole(string name) => Gen.Select(Text, Gen.Int).Sample((text, seed) =>
    {
        var changed = Of(name).Apply(text, new Random(seed));
        return IsValid(changed) && Composed(changed).SequenceEqual(Composed(text));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_makes_the_same_text(string name) => Gen.Select(Text, Gen.Int).Sample((text, seed) =>
        Of(name).Apply(text, new Random(seed)) == Of(name).Apply(text, new Random(seed)));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_text_stays_empty(string name) => Assert.Equal("", Of(name).Apply("", new Random(1)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_million_characters_are_perturbed_in_no_time(string name)
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("Order 17 was late, see https://example.com/a?b=1 please. ", 18_000)),
            new('a', 1_000_000), new('1', 1_000_000), new('@', 1_000_000), new(' ', 1_000_000), string.Concat(Enumerable.Repeat("http://", 150_000)), string.Concat(Enumerable.Repeat("www.", 250_000)),
        ];
        var clock = TimeProvider.System;
        foreach (var text in texts)
        {
            var start = clock.GetTimestamp();
            Of(name).Apply(text, new Random(1));
            Assert.InRange(clock.GetElapsedTime(start).TotalSeconds, 0, 10);
        }
    }

    [Fact]
    public void At_most_one_letter_in_ten_becomes_another() => Gen.Select(Text, Gen.Int).Sample((text, seed) =>
    {
        var changed = Of("homoglyphs").Apply(text, new Random(seed));
        return changed.Length == text.Length && text.Zip(changed).Count(pair => pair.First != pair.Second) <= Math.Max(1, text.Count(char.IsLetter) / 10);
    });

    [Fact]
    public void At_most_one_word_in_ten_is_misspelled_and_keeps_its_first_and_last_letter() => Gen.Select(Word.Array[1, 60], Gen.Int).Sample((words, seed) =>
    {
        var changed = Of("typos").Apply(string.Join(' ', words), new Random(seed)).Split(' ');
        var misspelled = words.Zip(changed).Where(pair => pair.First != pair.Second).ToArray();
        return changed.Length == words.Length && misspelled.Length <= Math.Max(1, words.Length / 10)
            && misspelled.All(pair => pair.First.Length >= 4 && pair.First[0] == pair.Second[0] && pair.First[^1] == pair.Second[^1]);
    });

    [Fact]
    public void Numbers_change_by_at_most_a_fifth() => Gen.Select(Gen.Int[5, 999_999], Gen.Int).Sample((number, seed) =>
    {
        var changed = int.Parse(Of("numbers").Apply($"It costs {number} euros", new Random(seed)).Split(' ')[2], CultureInfo.InvariantCulture);
        return changed != number && Math.Abs(changed - number) <= Math.Max(1, number / 5);
    });

    [Fact]
    public void Whitespace_changes_nothing_but_whitespace() => Gen.Select(Text, Gen.Int).Sample((text, seed) =>
        Visible(Of("whitespace").Apply(text, new Random(seed))) == Visible(text));

    [Fact]
    public void Case_changes_nothing_but_case() => Gen.Select(Text, Gen.Int).Sample((text, seed) =>
        string.Equals(Of("case").Apply(text, new Random(seed)), text, StringComparison.InvariantCultureIgnoreCase));

    private static IPerturbation Of(string name) => new IPerturbation[]
    {
        new Typos(), new Homoglyphs(), new LetterCase(), new Whitespace(), new UrlPaths(), new Numbers(), new PromptInjection(["refund"]),
    }.Single(perturbation => perturbation.Name == name);

    private static bool IsValid(string text) => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetBytes(text).Length == 2 * text.Length;

    private static string Visible(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    /// <summary>The characters of more than one code unit; line ends are none that anybody sees.</summary>
    private static IEnumerable<string> Composed(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
            if (elements.GetTextElement() is { Length: > 1 } element && element != "\r\n") yield return element;
    }
}
