namespace Fulcrum.Data.Duplicates;

/// <summary>Disjoint sets of the numbers 0 to n-1; the smallest number of a set stands for it.</summary>
internal sealed class UnionFind(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    public int Find(int item)
    {
        while (_parent[item] != item) item = _parent[item] = _parent[_parent[item]];
        return item;
    }

    public void Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }
}
