using System.Globalization;

namespace Autodiff;

/// <summary>Gives every node a name of its own.</summary>
internal static class NodeNames
{
    public static string[] Of(List<string?> given)
    {
        var taken = given.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        int unnamed = 0;
        return given.Select(name => name is null ? Fresh() : Numbered(name)).ToArray();

        string Fresh()
        {
            string name;
            do
            {
                name = string.Create(CultureInfo.InvariantCulture, $"v{++unnamed}");
            }
            while (taken.Contains(name));
            return name;
        }

        string Numbered(string name)
        {
            int use = uses[name] = uses.GetValueOrDefault(name) + 1;
            return use == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}#{use}");
        }
    }
}
