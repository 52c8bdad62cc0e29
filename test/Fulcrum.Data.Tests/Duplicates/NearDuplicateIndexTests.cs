using CsCheck;
using Fulcrum.Data.Duplicates;

namespace Fulcrum.Data.Tests.Duplicates;

public sealed class NearDuplicateIndexTests
{
    private const string Template = "Dear customer, your parcel number 1234 could not be delivered today because the address was not complete.";

    [Fact]
    public void Variants_of_a_template_are_near_and_other_texts_are_not()
    {
        string[] texts = [Template, "Shall we have lunch tomorrow at the usual place?", Template.Replace("1234", "99", StringComparison.Ordinal).ToUpperInvariant() + " Thanks"];
        var index = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken);
        Assert.Equal([null, 0], index.FindNearBelow(1, TestContext.Current.CancellationToken));
        var groups = index.Groups(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 0], new[] { 0, 1, 2 }.Select(groups.Find));
    }

    [Fact]
    public void Texts_without_letters_are_never_near()
    {
        var index = new NearDuplicateIndex(["!!!", "???", ""], TestContext.Current.CancellationToken);
        Assert.Equal([null, null], index.FindNearBelow(1, TestContext.Current.CancellationToken));
        Assert.Equal(1, index.Groups(TestContext.Current.CancellationToken).Find(1));
    }

    [Fact]
    public void The_index_finds_what_comparing_all_pairs_finds() =>
        Gen.Char["abc "].Array[8, 40].Select(c => new string(c)).Array[2, 8]
            .SelectMany(bases => Gen.Select(Gen.Int[0, bases.Length - 1], Gen.Char["abc "]).Array[1, 30]
                .Select(picks => picks.Select(pick => bases[pick.Item1] + pick.Item2).Concat(bases).ToArray()))
            .Sample(texts =>
            {
                var limit = texts.Length / 2;
                var found = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken).FindNearBelow(limit, TestContext.Current.CancellationToken);
                var sets = texts.Select(Shingles.Of).ToArray();
                return Enumerable.Range(limit, texts.Length - limit).All(i =>
                {
                    var near = Enumerable.Range(0, limit).Where(j => Shingles.Jaccard(sets[j], sets[i]) >= NearDuplicateIndex.Threshold).ToList();
                    return found[i - limit] is { } one ? near.Contains(one) : near.Count == 0;
                });
            },
            iter: 200);

    [Theory]
    [InlineData("注文した荷物がまだ届きません。追跡番号は四桁の1234です。", "注文した荷物がまだ届きません。追跡番号は四桁の99です。", true)]
    [InlineData("昨日店で注文した荷物がまだ届きませんので一度調べてくださいませんか", "昨日店で注文した書籍がまだ届きませんので一度調べてくださいませんか", true)]
    [InlineData("注文した荷物が届きません", "パスワードを忘れました", false)]
    [InlineData("พัสดุที่สั่งซื้อเมื่อวานยังไม่ถึงบ้านช่วยตรวจสอบให้หน่อยนะครับ", "พัสดุที่สั่งซื้อเมื่อวานยังไม่ถึงบ้านช่วยตรวจสอบให้หน่อยนะคะ", true)]
    [InlineData("พัสดุยังไม่ถึงบ้าน", "ลืมรหัสผ่านของบัญชี", false)]
    [InlineData("ﾎﾟｲﾝﾄの残高", "ポイントの残高", true)]
    public void Texts_without_blanks_are_near_where_a_word_of_many_differs(string one, string other, bool near) =>
        Assert.Equal([near ? 0 : null], new NearDuplicateIndex([one, other], TestContext.Current.CancellationToken).FindNearBelow(1, TestContext.Current.CancellationToken));

    [Fact]
    public void A_family_of_ten_thousand_variants_is_one_group()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => $"{Template} {(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}").ToList();
        var groups = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken).Groups(TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, texts.Count), i => Assert.Equal(0, groups.Find(i)));
    }
}
