package io.loyaltymirror.mirror;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A chain and what is known of its kinds, of one instant. */
public record ChainState(Chain chain, List<ChainKind> kinds) {

    static List<ChainState> join(List<Chain> chains, List<ChainKind> kinds) {
        Map<Long, List<ChainKind>> byChain = kinds.stream().collect(Collectors.groupingBy(kind -> kind.chainId));
        return chains.stream()
                .map(chain -> new ChainState(chain, byChain.getOrDefault(chain.id, List.of())))
                .toList();
    }
}
