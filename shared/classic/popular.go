package classic

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
)

// Popular counts, among the newest chats of the whole system, how many chats
// with each agent were opened by people of the domain since the time given.
// The classic system keeps no such count.
func (r *Reader) Popular(ctx context.Context, domain string, since time.Time) (map[string]int, error) {
	// The bound on time also leaves out whatever is no time, which would be
	// newer than any.
	chats, err := r.client.Collection("conversations").Where("createdAt", ">", since).OrderBy("createdAt", firestore.Desc).
		Select("userId", "agentId").Limit(maxChats).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: newest chats: %w", err)
	}
	opened := map[string][]string{} // person → agents
	for _, doc := range chats {
		f := fields(doc.Data())
		if agent := f.text("agentId"); agent != "" && f.text("userId") != "" {
			opened[f.text("userId")] = append(opened[f.text("userId")], agent)
		}
	}
	people, err := r.get(ctx, "users", slices.Sorted(maps.Keys(opened))...)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, doc := range people {
		user, ok := UserFrom(doc)
		if !ok || !strings.HasSuffix(user.Email, "@"+domain) {
			continue
		}
		for _, agent := range opened[user.ID] {
			counts[agent]++
		}
	}
	return counts, nil
}
